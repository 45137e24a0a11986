/** Words that show a resignation may be a face-saving label for a dismissal. */
export const DOUBTED_RESIGNATION =
  /\b(?:asked|told|advised|invited|made|forced|pressed) (?:me )?to (?:write|sign|hand in|submit|put in)\b[^.!?]{0,30}\b(?:resignation|notice)|\bresign or be (?:dismissed|fired|sacked)|\bjumped before i was pushed|(?:让|叫|要求|劝|逼)我?(?:自己)?(?:写|签|交|提交?|递)(?:个|一份|份)?(?:辞职|离职)(?:信|书|报告|申请|单)?/iu;

/** What, in front of a cue, makes it no statement about this leaver's leaving. */
export const NOT_THIS_LEAVING: readonly RegExp[] = [
  // denied
  /\b(?:not|never|no|nobody|wasn't|weren't|didn't|isn't|hadn't|haven't|far from|rather than|instead of)\b[^,;.]{0,24}$/iu,
  /(?:没有?|并非|不是|并没有?|又没|从没|从未|不会|别说)[^，。；]{0,6}$/u,
  // feared, imagined
  /\b(?:if|would|might|could|afraid|feared?|before|unless|until|in case|worried|whether)\b[^.;]{0,40}$/iu,
  /(?:如果|要是|假如|万一|哪天|怕|担心|迟早|可能|说不定|等到|与其|会不会|是不是)[^。；]{0,12}$/u,
  // at another employer
  /\b(?:previous|former|old|last|first|prior) (?:firm|company|employer|job|place|shop|bank|office)\b[^.;]{0,60}$/iu,
  /(?:上家|上一家|上一份|前东家|前公司|之前那|以前那|原单位|原来那|老东家|前一家)[^。；]{0,24}$/u,
];

/** Another person in front of a cue; not asked of an interviewer's notes, which speak of the leaver in the third person. */
export const ANOTHER_PERSON: readonly RegExp[] = [
  /\b(?:he|she|they)(?:'s|'d)? (?:was|were|is|are|had|has|got|have|been)\b[^,.;]{0,24}$/iu,
  /\b(?:colleagues?|team ?mates?|desk mate|husband|wife|partner|friends?|others|people|half|everyone|somebody|someone)\b[^,.;]{0,24}$/iu,
  /(?:他|她|他们|同事|别人|有人|同组的?|爱人|老公|老婆|朋友|那批人?|隔壁[^，。]{0,4}|[老小阿][\p{Script=Han}])[^，。；我]{0,8}$/u,
];

/** A negation that belongs to the word behind it in a filled-in field ("非主动离职", "not voluntary"). */
export const NEGATED_FIELD = /(?:非|不是|不属于|\bnot|\bnon-?|\bno)\s*$/iu;
