declare module 'upng-js' {
  interface Image {
    width: number;
    height: number;
  }
  const UPNG: {
    decode(file: ArrayBufferLike): Image;
    /** One picture for each frame. */
    toRGBA8(image: Image): ArrayBuffer[];
    /** @param colours 0 loses nothing. */
    encode(frames: ArrayBuffer[], width: number, height: number, colours: number): ArrayBuffer;
  };
  export default UPNG;
}
