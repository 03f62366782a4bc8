package org.payung.app

import android.graphics.Bitmap
import org.apache.pdfbox.Loader
import org.apache.pdfbox.rendering.PDFRenderer
import org.apache.pdfbox.text.PDFTextStripper
import org.payung.app.phone.PaperPages
import java.io.File

/** Reads the core's papers with another program: Robolectric has none that could. */
object Papers {
    /** Pages are drawn by PDFBox from here on, with letters that look like those of a phone's reader. */
    fun install() {
        PaperPages.draw = { file -> pages(file) }
    }

    private fun pages(file: File): List<Bitmap> =
        Loader.loadPDF(file).use { paper ->
            val reader = PDFRenderer(paper)
            (0 until paper.numberOfPages).map { number ->
                val picture = reader.renderImage(number, PaperPages.WIDE / paper.getPage(number).mediaBox.width)
                val pixels = picture.getRGB(0, 0, picture.width, picture.height, null, 0, picture.width)
                Bitmap.createBitmap(pixels, picture.width, picture.height, Bitmap.Config.ARGB_8888)
            }
        }

    /** The words of a file, as they are read from it. */
    fun words(pdf: ByteArray): String = Loader.loadPDF(pdf).use { PDFTextStripper().getText(it) }
}
