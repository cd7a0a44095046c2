// A file beside the code, by its address: the bundler’s business.
declare module '*?url' {
  const url: string
  export default url
}
