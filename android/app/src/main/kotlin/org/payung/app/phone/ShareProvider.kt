package org.payung.app.phone

import android.content.Context
import android.net.Uri
import android.os.ParcelFileDescriptor
import java.io.File
import java.io.FileNotFoundException

/** What somebody sends to others: the picture of a code, a receipt. Read only, by the app that was chosen, and never by another. */
class ShareProvider : OwnFiles() {
    override fun file(uri: Uri): File? {
        val name = uri.pathSegments.singleOrNull()?.takeIf { it in TYPES } ?: return null
        return context?.let { file(it, name) }
    }

    override fun openFile(
        uri: Uri,
        mode: String,
    ): ParcelFileDescriptor {
        val file = file(uri)
        if (file == null || mode != "r") throw FileNotFoundException()
        return ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)
    }

    override fun getType(uri: Uri) = TYPES[uri.lastPathSegment]

    companion object {
        const val CODE = "payung-kode.png"
        const val RECEIPT = "payung-tanda-terima.png"
        const val RECEIPT_PDF = "payung-tanda-terima.pdf"
        const val YEAR_PDF = "payung-iuran-setahun.pdf"
        const val FAMILY_PDF = "payung-kartu-keluarga.pdf"
        const val CARD = "payung-kartu-peserta.png"
        private val TYPES =
            listOf(CODE, RECEIPT, CARD).associateWith { "image/png" } +
                listOf(RECEIPT_PDF, YEAR_PDF, FAMILY_PDF).associateWith { "application/pdf" }

        fun type(name: String) = TYPES.getValue(name)

        /** Lays a file ready, in place of the one before, and says where it is read. */
        fun keep(
            context: Context,
            name: String,
            bytes: ByteArray,
        ): Uri {
            file(context, name).apply { parentFile?.mkdirs() }.writeBytes(bytes)
            return Uri.parse("content://${context.packageName}.share/$name")
        }

        /** Whoever was sent a file has read it by then. */
        const val LENT_MILLIS = 3_600_000L

        /** Removes what was laid ready, all of it or what has lain there so long. */
        fun sweep(
            context: Context,
            longerMillis: Long = 0,
        ) {
            val now = System.currentTimeMillis()
            folder(context)
                .listFiles()
                .orEmpty()
                .filter { now - it.lastModified() >= longerMillis }
                .forEach { it.delete() }
        }

        /** Private, never backed up, and emptied at each start. */
        internal fun folder(context: Context) = File(context.noBackupFilesDir, "share")

        private fun file(
            context: Context,
            name: String,
        ) = File(folder(context), name)
    }
}
