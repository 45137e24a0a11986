declare module 'echarts/dist/echarts.esm.min.mjs' {
  /** The package's types belong to its hundreds of modules; this is all of them in one file. */
  export { init } from 'echarts';
}
