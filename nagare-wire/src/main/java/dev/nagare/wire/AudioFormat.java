package dev.nagare.wire;

/**
 * How sound is encoded; any word is kept, known or not.
 *
 * @param value the word on the wire
 */
public record AudioFormat(String value) {
    /** WAV. */
    public static final AudioFormat WAV = new AudioFormat("wav");

    /** MP3. */
    public static final AudioFormat MP3 = new AudioFormat("mp3");

    /** AAC; only of output. */
    public static final AudioFormat AAC = new AudioFormat("aac");

    /** FLAC; only of output. */
    public static final AudioFormat FLAC = new AudioFormat("flac");

    /** Opus; only of output. */
    public static final AudioFormat OPUS = new AudioFormat("opus");

    /** Samples of 16 bits without a header; only of output. */
    public static final AudioFormat PCM16 = new AudioFormat("pcm16");

    @Override
    public String toString() {
        return value;
    }
}
