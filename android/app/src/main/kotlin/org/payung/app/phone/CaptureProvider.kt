package org.payung.app.phone

import android.content.Context
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.net.Uri
import android.os.ParcelFileDescriptor
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream

/**
 * The one file that the phone's camera app writes its picture into. It lies in the app's private folder that is never backed up,
 * and only the camera that was asked is granted access to it, once.
 */
class CaptureProvider : OwnFiles() {
    override fun file(uri: Uri): File? = context?.takeIf { uri.pathSegments == listOf(NAME) }?.let { file(it) }

    override fun openFile(
        uri: Uri,
        mode: String,
    ): ParcelFileDescriptor {
        val file = file(uri) ?: throw FileNotFoundException()
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.parseMode(mode))
    }

    override fun getType(uri: Uri) = "image/jpeg"

    companion object {
        private const val NAME = "capture.jpg"
        private const val SHARED = "shared.jpg"

        private const val PREVIEW_PIXELS = 1024

        /** More than any camera makes; the core refuses less than this by its own words. */
        private const val MOST_BYTES = 64L * 1024 * 1024

        /** What the camera is told to write into. */
        fun uri(context: Context): Uri = Uri.parse("content://${context.packageName}.capture/$NAME")

        /** Makes room for one picture. */
        fun prepare(context: Context) {
            file(context).parentFile?.mkdirs()
            sweep(context)
            file(context).createNewFile()
        }

        /** A camera that was asked before then has been closed. */
        const val OPEN_MILLIS = 3_600_000L

        /**
         * Removes what a camera left, or only what it left that long ago. Only the app's own file: what the camera app keeps for itself is
         * not ours to delete.
         */
        fun sweep(
            context: Context,
            longerMillis: Long = 0,
        ) {
            val file = file(context)
            if (longerMillis == 0L || System.currentTimeMillis() - file.lastModified() >= longerMillis) file.delete()
        }

        /**
         * Hands what the camera made to the core's own folder, by renaming. Until then it lies outside: the core empties its folder
         * whenever it opens, and it may open for the background while the camera is in front. None when there is no picture.
         */
        fun take(
            context: Context,
            folder: String,
        ): String? {
            val made = file(context)
            if (made.length() == 0L) {
                made.delete()
                return null
            }
            return moved(made, folder)
        }

        /** A picked picture as a file of our own, since it may be no file at all where it comes from. The core removes it. */
        fun copy(
            from: InputStream,
            folder: String,
        ): String {
            val copied = File(folder, NAME)
            write(from, copied)
            return copied.path
        }

        /** A shared picture as a file of our own, until somebody takes it for a question or does not. */
        fun keepShared(
            context: Context,
            from: InputStream,
        ) {
            val kept = shared(context)
            kept.parentFile?.mkdirs()
            write(from, kept)
        }

        /** Hands the shared picture to the core's own folder, by renaming. None when there is none. */
        fun takeShared(
            context: Context,
            folder: String,
        ): String? {
            val kept = shared(context)
            if (kept.length() == 0L) return null
            return moved(kept, folder)
        }

        fun hasShared(context: Context) = shared(context).length() > 0

        /** The shared picture, small enough for a screen; none when it is none. */
        fun previewShared(context: Context): Bitmap? {
            val path = shared(context).path
            val options = BitmapFactory.Options().apply { inJustDecodeBounds = true }
            BitmapFactory.decodeFile(path, options)
            if (options.outWidth <= 0 || options.outHeight <= 0) return null
            options.inJustDecodeBounds = false
            options.inSampleSize = maxOf(options.outWidth, options.outHeight) / PREVIEW_PIXELS + 1
            return BitmapFactory.decodeFile(path, options)
        }

        /** Nobody wants the shared picture. */
        fun dropShared(context: Context) {
            shared(context).delete()
        }

        private fun moved(
            from: File,
            folder: String,
        ): String {
            val taken = File(folder, NAME)
            if (!from.renameTo(taken)) throw IOException("a picture cannot be moved")
            return taken.path
        }

        /** All of it or nothing: half a picture is none, whatever stopped the other app. */
        private fun write(
            from: InputStream,
            into: File,
        ) {
            var whole = false
            try {
                into.outputStream().use { whole = copied(from, it) }
                whole = whole && into.length() > 0
            } finally {
                if (!whole) into.delete()
            }
            if (!whole) throw IOException("a picture is empty, or larger than any")
        }

        private fun copied(
            from: InputStream,
            to: OutputStream,
        ): Boolean {
            var left = MOST_BYTES
            val buffer = ByteArray(64 * 1024)
            while (left >= 0) {
                val read = from.read(buffer)
                if (read < 0) return true
                to.write(buffer, 0, read)
                left -= read
            }
            return false
        }

        private fun shared(context: Context) = File(File(context.noBackupFilesDir, "camera"), SHARED)

        private fun file(context: Context) = File(File(context.noBackupFilesDir, "camera"), NAME)
    }
}
