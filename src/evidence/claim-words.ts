/** What a sentence of a report must not hold outside its slots, with the name its rejection gets; first match names it. */
export const FORBIDDEN_WORDS: readonly { readonly why: string; readonly pattern: RegExp }[] = [
  { why: 'markup', pattern: /[<>@`{}]|https?:|\bwww\.|\]\(|\*\*|__|^#|&[a-z]+;/iu },
  { why: 'own-number', pattern: /\p{N}|[%％‰]/u },
  {
    why: 'own-number',
    pattern:
      /\b(?:half|majority|minority|third of|thirds|a quarter of|quarters of|per ?cent\w*|dozens?|hundreds?|twice as|double the|triple the|nearly all|almost all|most (?:of(?! all\b)|people|interviews?|leavers?|employees|interviewees|respondents)|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)(?: (?:out )?of| in | interviews?| people| leavers?| employees| persons?| respondents| times))\b/iu,
  },
  {
    why: 'own-number',
    pattern:
      /百分之|分之[一二三四五六七八九十]|[一二两三四五六七八九]成(?!熟|长|为|本)|半数|一半|过半|近半|多数|大部分|绝大|[一二两三四五六七八九十百千几数]+(?:个|位|名|份)?(?:人(?!员|事|力|际)|访谈|员工|离职者|受访者)|几乎(?:所有|全部)|所有人|人人/u,
  },
  { why: 'quotation', pattern: /["“”„«»「」『』]|‘[^’]+’|(?:^|\s)'[^']+'(?=[\s.,;]|$)/u },
  {
    why: 'model-identity',
    pattern:
      /\b(?:qwen|tongyi|chatgpt|gpt-?\d*|openai|anthropic|claude|llama|chatglm|deepseek|language model|(?:as|i am|i'm) an? (?:ai|assistant|artificial|model))\b|通义|千问|语言模型|作为(?:一个|一名)?(?:AI|人工智能|助手|模型)|我是[^。]{0,8}(?:AI|人工智能|助手|模型)/iu,
  },
  {
    why: 'prompt-text',
    pattern:
      /^(?:sure|certainly|of course|okay|ok|here (?:is|are)|note that|as requested|好的|当然|以下是|根据(?:您|你)的要求)|\b(?:slots?|placeholders?|the list (?:above|given)|the instructions?)\b|占位符|花括号|(?:以上|上述)(?:列表|规则|指令)/iu,
  },
];
