package org.payung.app.phone

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.io.InputStream

/**
 * The one file that the phone's camera app writes its picture into. It lies in the app's private folder that is never backed up,
 * and only the camera that was asked is granted access to it, once.
 */
class CaptureProvider : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(
        uri: Uri,
        mode: String,
    ): ParcelFileDescriptor {
        val context = context ?: throw FileNotFoundException()
        if (uri.pathSegments != listOf(NAME)) throw FileNotFoundException()
        return ParcelFileDescriptor.open(file(context), ParcelFileDescriptor.parseMode(mode))
    }

    override fun getType(uri: Uri) = "image/jpeg"

    // Some cameras ask what the file is called.
    override fun query(
        uri: Uri,
        projection: Array<String>?,
        selection: String?,
        arguments: Array<String>?,
        order: String?,
    ): Cursor =
        MatrixCursor(arrayOf<String>(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)).apply {
            addRow(arrayOf<Any>(NAME, context?.let { file(it).length() } ?: 0))
        }

    override fun insert(
        uri: Uri,
        values: ContentValues?,
    ): Uri? = null

    override fun update(
        uri: Uri,
        values: ContentValues?,
        selection: String?,
        arguments: Array<String>?,
    ) = 0

    override fun delete(
        uri: Uri,
        selection: String?,
        arguments: Array<String>?,
    ) = 0

    companion object {
        private const val NAME = "capture.jpg"

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

        /** Removes what a camera left. Only the app's own file: what the camera app keeps for itself is not ours to delete. */
        fun sweep(context: Context) {
            file(context).delete()
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
            val taken = File(folder, NAME)
            if (!made.renameTo(taken)) throw IOException("a picture cannot be moved")
            return taken.path
        }

        /** A picked picture as a file of our own, since it may be no file at all where it comes from. The core removes it. */
        fun copy(
            from: InputStream,
            folder: String,
        ): String {
            val copied = File(folder, NAME)
            var left = MOST_BYTES
            copied.outputStream().use { to ->
                val buffer = ByteArray(64 * 1024)
                while (left > 0) {
                    val read = from.read(buffer)
                    if (read < 0) break
                    to.write(buffer, 0, read)
                    left -= read
                }
            }
            return copied.path
        }

        private fun file(context: Context) = File(File(context.noBackupFilesDir, "camera"), NAME)
    }
}
