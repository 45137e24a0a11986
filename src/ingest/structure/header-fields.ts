/** A field of a document's head; `name`, `manager`, `interviewer` and `staffId` are only read to be masked. */
export type HeaderField =
  | 'department'
  | 'role'
  | 'level'
  | 'location'
  | 'tenure'
  | 'hireDate'
  | 'lastDay'
  | 'interviewDate'
  | 'separation'
  | 'voluntary'
  | 'statedReason'
  | 'recordId'
  | 'staffId'
  | 'name'
  | 'manager'
  | 'interviewer'
  | 'other';

const ALIASES: Readonly<Record<HeaderField, readonly string[]>> = {
  department: [
    ...['department', 'dept', 'business unit', 'team', 'work area', 'workarea', 'division', 'depot', 'ward', 'unit'],
    ...['部门', '所属部门', '所在部门', '事业部', '团队', '组别'],
  ],
  role: [
    ...['role', 'position', 'job title', 'title', 'job', 'post', 'grade of post'],
    ...['岗位', '职位', '职务', '岗位名称'],
  ],
  level: ['level', 'grade', 'band', 'classification', '职级', '级别', '岗级'],
  location: ['location', 'site', 'office', 'region', 'institute', '工作地点', '地点', '城市', '办公地', '区域'],
  tenure: [
    ...['tenure', 'length of service', 'years of service', 'service', 'time with us', 'in post', 'months in service'],
    ...['months here', 'tenure (months)', 'service (months)', 'years here'],
    ...['司龄', '工龄', '在职时长', '在司年限', '在职', '在职月数', '司龄(月)', '本企业工龄', '入职时长'],
  ],
  hireDate: [
    ...['hire date', 'start date', 'date of joining', 'date joined', 'joined', 'dete start date'],
    ...['入职日期', '入职时间', '到岗日期', '入职'],
  ],
  lastDay: [
    ...['last day', 'last working day', 'last day at work', 'end date', 'exit date', 'exit', 'leave date', 'leaving'],
    ...['cease date', 'cessation year', 'termination date', 'final duty', 'last shift', 'final day', 'leaving date'],
    ...['离职日期', '离职时间', '最后工作日', '实际离职日期', '预计离职日期', '离职日'],
  ],
  interviewDate: [
    ...['interview date', 'date of interview', 'date'],
    ...['面谈日期', '访谈日期', '面谈时间', '访谈时间', '提交答卷时间', '填写时间', '日期'],
  ],
  separation: [
    ...['separation type', 'separationtype', 'separation', 'exit type', 'leave type', 'type', 'type of leaving'],
    ...['termination type', 'leaving is', 'reason for ceasing employment', 'voluntary/involuntary'],
    ...['离职类型', '离职性质', '离职方式', '类别', '类型', '性质', '方式', '离职类别'],
  ],
  voluntary: [
    'voluntary',
    'initiated by',
    "leaver's choice",
    'resigned',
    'voluntary leaver',
    '是否主动离职',
    '是否自愿',
    '主动离职',
  ],
  statedReason: [
    ...['reason for leaving', 'primary reason', 'reason', 'termination reason', 'leaving reason'],
    ...['离职原因', '主要原因', '主要离职原因', '离职事由', '事由', '离岗事由', '离岗原因'],
  ],
  recordId: [
    ...['record id', 'response id', 'id', 'ref', 'reference', 'respondent id', 'case id', 'no.', 'no'],
    ...['序号', '编号', '答卷编号', '问卷序号', '答卷序号', '记录编号'],
  ],
  staffId: ['employee id', 'staff id', 'staff number', 'employee number', '工号', '员工编号', '身份证', '身份证号'],
  name: [
    ...['name', 'employee name', 'employee', 'full name', 'who', 'leaver'],
    ...['姓名', '员工姓名', '离职人姓名', '离职人', '员工', '受访人'],
  ],
  manager: ['manager', 'line manager', 'supervisor', 'reports to', '直属上级', '直接上级', '主管', '汇报对象'],
  interviewer: [
    ...['interviewer', 'interviewed by', 'hr representative', 'written by', 'note by', 'hr', 'recorded by'],
    ...['面谈人', '访谈人', '面谈负责人', '记录人', '面谈官', 'hr', '人事', '人力', '接收人', '交接人'],
  ],
  other: [
    ...['performance'],
    ...['last rating', 'subject', 'to', 'from', 'cc', 'sent', 'present', 'signed', 'signature', 'received by hr'],
    ...['绩效', '上年度绩效', '绩效等级', '主题', '收件人', '发件人', '抄送', '签字', '签名'],
    ...['手机', '电话', '联系电话', '邮箱', 'phone', 'mobile', 'email', 'e-mail', '关键词', '文字记录'],
  ],
};

const FIELD_OF: ReadonlyMap<string, HeaderField> = new Map(
  Object.entries(ALIASES)
    .toReversed()
    .flatMap(([field, aliases]) => aliases.map((alias) => [alias, field as HeaderField] as const)),
);

/** The header field a heading means in either language, or null. */
export function fieldOf(heading: string): HeaderField | null {
  const folded = heading
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[?？:：*]+$/, '');
  return FIELD_OF.get(folded) ?? null;
}

const SEPARATION =
  /(?:^|\b)(?:(?:in)?voluntary|resign(?:ed|ation|s)?|redundan(?:cy|t)|retire(?:d|ment)?|dismiss(?:ed|al)|terminated?|termination|laid off|contract expired|end of contract|own (?:notice|decision|choice|resignation)|leaver's (?:decision|choice)|gave notice)(?:\b|$)|主动|自愿|本人(?:提出|申请|辞职)|员工(?:本人|主动)?提出|自己提|辞职|辞退|裁员|退休|协商|解除|合同(?:到期|期满)|公司提出|岗位取消|被动离职|不续签|劝退|优化/iu;

/** True for words that say how somebody left ("resigned", 本人提出). */
export function tellsSeparation(words: string): boolean {
  return SEPARATION.test(words.normalize('NFKC'));
}
