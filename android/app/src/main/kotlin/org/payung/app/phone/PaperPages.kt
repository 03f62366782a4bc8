package org.payung.app.phone

import android.graphics.Bitmap
import android.graphics.Color
import android.graphics.pdf.PdfRenderer
import android.os.ParcelFileDescriptor
import java.io.File
import java.io.IOException

/**
 * A paper's pages as pictures, as they will be printed. The phone's own reader wants a file: it is removed as soon as it is open, so
 * nothing of the paper stays on the disk.
 */
object PaperPages {
    /** So many pixels wide: an A5 page can be read when it is enlarged twice. */
    const val WIDE = 1240

    /** No paper of ours is longer; what is left out here is in the file. */
    private const val MOST_PAGES = 4

    /** Draws a file's pages. A test puts another reader here, since Robolectric has none. */
    internal var draw: (File) -> List<Bitmap> = ::withPhone

    /** Without a reader, or with one that cannot read it, there are no pages: then the words are shown. */
    fun of(
        folder: File,
        pdf: ByteArray,
    ): List<Bitmap> {
        folder.mkdirs()
        val file = File.createTempFile("paper", ".pdf", folder)
        return try {
            file.writeBytes(pdf)
            draw(file)
        } catch (_: IOException) {
            emptyList()
        } catch (_: SecurityException) {
            emptyList()
        } finally {
            file.delete()
        }
    }

    private fun withPhone(file: File): List<Bitmap> =
        PdfRenderer(ParcelFileDescriptor.open(file, ParcelFileDescriptor.MODE_READ_ONLY)).use { reader ->
            (0 until reader.pageCount.coerceAtMost(MOST_PAGES)).map { number ->
                reader.openPage(number).use { page ->
                    val picture = Bitmap.createBitmap(WIDE, WIDE * page.height / page.width, Bitmap.Config.ARGB_8888)
                    picture.eraseColor(Color.WHITE)
                    page.render(picture, null, null, PdfRenderer.Page.RENDER_MODE_FOR_DISPLAY)
                    picture
                }
            }
        }
}
