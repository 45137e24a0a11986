/** Words by which a leaver calls a cause one among others: it was a reason, but not the main one. */
export const ALSO_A_REASON =
  /\b(?:also|as well|another|one more|a second|partly|part of it|to a lesser|on top of that|didn't help)\b[^.!?]{0,40}\b(?:reason|why|counted|part|factor|played|weigh)|\bpart of (?:it|the reason|why)|\bit also counted|\bdidn't help\b|也是[^。！？]{0,12}(?:原因|因素)|(?:还有|另外|另)[^。！？]{0,4}(?:一个|一点)?[^。！？]{0,6}(?:原因|因素)|多少也有(?:点|些)?影响|也算(?:是)?(?:个|一个)?原因|也推了我?一把|另外也|也有(?:点|一点|些)关系|也占(?:了)?(?:一|几)?(?:点|部分|分)/iu;

/** A moment and a decision in one breath: "that evening I wrote my first application", 名单出来那天我就开始投简历. */
export const DATED_DECISION =
  /\b(?:that|the same|next|the) (?:very )?(?:day|evening|night|morning|afternoon|week|weekend)\b[^.!?]{0,60}\b(?:applied|application|resum|cv\b|notice|resign|decided|knew|looking|looked|recruiter)|\b(?:decided|made up my mind|gave notice|handed in my notice|resigned)\b[^.!?]{0,24}\bthe (?:very )?(?:day|evening|night|morning|afternoon|week|weekend|month) (?:after|when|that|they|he|she|it)\b|(?:那天|当天|当晚|那晚|那一?周|那个?星期|第二天|那次)[^。！？]{0,24}(?:简历|决定|辞职|提的?离职|看机会|想明白|想通|下定)/iu;

/** A question that asks why the person leaves. */
export const ASKS_WHY =
  /\bwhy\b|\bwhat (?:made|led|brought|drove|finally|happened|changed|tipped|is behind|'s behind)|\breasons?\b|\bwhat(?:'s| is| was) (?:it|the)\b[^?]{0,30}\b(?:cause|about|matter)|made up your mind|为什么|为啥|为何|原因|缘由|怎么(?:突然|忽然)?(?:就)?(?:想|要|想着|想起)|什么(?:让|促使|情况)|咋想|因为什么|说说(?:吧|看)|问题出在/iu;

/** A result that forces the leaving by itself now (R7): a doctor's order. */
export const DOCTORS_ORDER =
  /\b(?:doctor|gp|consultant|physio\w*|cardiologist|surgeon|occupational health|specialist)\b[^.!?]{0,60}\b(?:stop|not to|no more|can't|cannot|must|mustn't|forbid|forbade|forbidden|ordered|order|give up|quit|off work|signed me off|unfit)|(?:医生|大夫|医嘱|医院|体检|职业病)[^。！？]{0,30}(?:不能再|不让|停|禁止|离开|休养|不许|必须|不适合|不宜|别再|换)/iu;

/** The first thing told led to the second ("A, so B"). */
export const LED_TO =
  /\b(?:led to|that's (?:why|how|when)|which is (?:why|how)|which made|so (?:i|we|my)\b|ended up|as a result|until (?:i|my)|brought on|made me|gave me)|导致|搞得|弄得|害得|闹得|熬得|逼得|结果|所以|于是|这才|把[^，。]{1,6}(?:熬|累|拖|气)|一(?:到|上|值|加|倒)[^，。]{1,8}就/iu;

/** The first thing told came from the second ("B, because A"). */
export const CAME_FROM =
  /\b(?:because|since|due to|caused by|comes? (?:from|with)|came (?:from|with)|it's from|thanks to)\b|因为|由于|(?:随着|跟着)[^，。]{0,8}(?:来的?|出现)|是[^，。]{1,16}(?:闹|熬|累|逼|气|拖)(?:出来)?的|为了/iu;

/** "They would have stayed": beside the codebook's phrases, the turns of speech that need a pattern. */
export const WOULD_HAVE_STAYED =
  /\bi(?:'d| would) (?:have |happily |gladly |still )*(?:stay(?:ed)?(?: put)?|remain(?:ed)?|be here|tear (?:this|it) up|withdraw)\b|\b(?:i )?wouldn't (?:be (?:going|leaving|sitting here)|have (?:left|looked|gone|answered|applied))\b|(?:我(?:就|也|肯定|一定|都|大概)?|就|肯定)(?:不走了?|不会走|不离职|(?<!不)会留|留下来?|不折腾|哪[儿里]?(?:也|都)不去|不(?:会)?动)|也?不至于走/iu;
