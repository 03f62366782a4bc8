package org.payung.app.screen

import android.graphics.Bitmap
import android.graphics.BitmapFactory

/** A JPEG in memory, of at most so many pixels on its longer side where it is drawn. It is compared by identity and prints nothing. */
class Picture(
    val bytes: ByteArray,
    most: Int,
) {
    /**
     * What is drawn; none where the bytes are no picture. It is made with the picture, on the core's thread: that takes a while, and a
     * screen is drawn often.
     */
    val shown: Bitmap? = decoded(bytes, most)

    companion object {
        /** Somebody looks whether it can be read. */
        const val LARGE = 1600

        /** In a list. */
        const val SMALL = 320

        private fun decoded(
            bytes: ByteArray,
            most: Int,
        ): Bitmap? {
            val options = BitmapFactory.Options().apply { inJustDecodeBounds = true }
            BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options)
            if (options.outWidth <= 0 || options.outHeight <= 0) return null
            options.inJustDecodeBounds = false
            options.inSampleSize = sample(maxOf(options.outWidth, options.outHeight), most)
            return BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options)
        }

        /** The decoder takes powers of two. */
        internal fun sample(
            side: Int,
            most: Int,
        ): Int {
            var sample = 1
            while (side / sample > most) sample *= 2
            return sample
        }
    }
}
