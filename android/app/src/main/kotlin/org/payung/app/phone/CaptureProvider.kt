package org.payung.app.phone

import android.content.Context
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Matrix
import android.media.ExifInterface
import android.net.Uri
import android.os.Build
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

        /** How the name of a copy begins. */
        private const val COPY = "copy"

        private const val QUARTER = 90f

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
         * Removes what a camera or another app left, or only what it left that long ago. Only the app's own files: what the camera app keeps
         * for itself is not ours to delete.
         */
        fun sweep(
            context: Context,
            longerMillis: Long = 0,
        ) {
            val file = file(context)
            if (longerMillis == 0L || isOlder(file, longerMillis)) file.delete()
            // A copy that nobody waits for any more; a younger one may still be written.
            val copies = folder(context).listFiles { _, name -> name.startsWith(COPY) }.orEmpty()
            copies.filter { isOlder(it, OPEN_MILLIS) }.forEach { it.delete() }
        }

        private fun isOlder(
            file: File,
            millis: Long,
        ) = System.currentTimeMillis() - file.lastModified() >= millis

        /** Nothing of what cameras and other apps gave is left. */
        fun forgetAll(context: Context) {
            folder(context).listFiles().orEmpty().forEach { it.delete() }
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

        /**
         * A picture of another app as a file of our own, since it may be no file at all where it comes from. It is read on a thread of its
         * own, and each copy has its own file: one that was given up may still be written.
         */
        suspend fun copy(
            context: Context,
            from: Uri,
        ): File {
            val copying =
                Elsewhere({ going ->
                    val stream = context.contentResolver.openInputStream(from) ?: throw FileNotFoundException()
                    stream.use {
                        going.opened(it)
                        val folder = folder(context).apply { mkdirs() }
                        File.createTempFile(COPY, null, folder).also { copied -> write(going, it, copied) }
                    }
                }) { it.delete() }
            return copying.result()
        }

        /** Hands a copy to the core's own folder, by renaming. The core removes it. */
        fun take(
            copied: File,
            folder: String,
        ): String = moved(copied, folder)

        /** A copy is the shared picture from now on, until somebody takes it for a question or does not. */
        fun keepShared(
            context: Context,
            copied: File,
        ) {
            if (!copied.renameTo(shared(context))) throw IOException("a picture cannot be moved")
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
            return BitmapFactory.decodeFile(path, options)?.let { upright(it, path) }
        }

        /** A camera writes the picture as it was held, and beside it which way is up. */
        private fun upright(
            picture: Bitmap,
            path: String,
        ): Bitmap {
            val turn = turn(path)
            val matrix = Matrix()
            when (turn) {
                ExifInterface.ORIENTATION_FLIP_HORIZONTAL, ExifInterface.ORIENTATION_TRANSPOSE,
                ExifInterface.ORIENTATION_FLIP_VERTICAL, ExifInterface.ORIENTATION_TRANSVERSE,
                -> matrix.postScale(-1f, 1f)
            }
            when (turn) {
                ExifInterface.ORIENTATION_ROTATE_90, ExifInterface.ORIENTATION_TRANSVERSE -> matrix.postRotate(QUARTER)
                ExifInterface.ORIENTATION_ROTATE_180, ExifInterface.ORIENTATION_FLIP_VERTICAL -> matrix.postRotate(2 * QUARTER)
                ExifInterface.ORIENTATION_ROTATE_270, ExifInterface.ORIENTATION_TRANSPOSE -> matrix.postRotate(3 * QUARTER)
            }
            return if (matrix.isIdentity) picture else Bitmap.createBitmap(picture, 0, 0, picture.width, picture.height, matrix, true)
        }

        // The phone's own reader may break on what another app made.
        @Suppress("TooGenericExceptionCaught")
        private fun turn(path: String): Int {
            val none = ExifInterface.ORIENTATION_NORMAL
            // Android 6 reads it in native code, which pictures were made to break.
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.N) return none
            return try {
                ExifInterface(path).getAttributeInt(ExifInterface.TAG_ORIENTATION, none)
            } catch (_: Exception) {
                none
            }
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
            going: Elsewhere<*>,
            from: InputStream,
            into: File,
        ) {
            var whole = false
            try {
                into.outputStream().use { whole = copied(going, from, it) }
                whole = whole && into.length() > 0
            } finally {
                if (!whole) into.delete()
            }
            if (!whole) throw IOException("a picture is empty, or larger than any")
        }

        private fun copied(
            going: Elsewhere<*>,
            from: InputStream,
            to: OutputStream,
        ): Boolean {
            var left = MOST_BYTES
            val buffer = ByteArray(64 * 1024)
            while (left >= 0 && !going.isGivenUp) {
                val read = from.read(buffer)
                going.step()
                if (read < 0) return true
                to.write(buffer, 0, read)
                left -= read
            }
            return false
        }

        private fun shared(context: Context) = File(folder(context), SHARED)

        private fun file(context: Context) = File(folder(context), NAME)

        private fun folder(context: Context) = File(context.noBackupFilesDir, "camera")
    }
}
