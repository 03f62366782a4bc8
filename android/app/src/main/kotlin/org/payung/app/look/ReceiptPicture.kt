package org.payung.app.look

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.Typeface
import android.text.Layout
import android.text.StaticLayout
import android.text.TextPaint
import java.io.ByteArrayOutputStream

/** A receipt as a picture to be sent or printed: black on white, whatever the phone's theme is, with the rows as they were given. */
object ReceiptPicture {
    private const val WIDE = 720
    private const val SIDE = 48
    private const val GAP = 20
    private const val TITLE = 40f
    private const val TEXT = 28f
    private const val SMALL = 22f

    /** A PNG. It is drawn in memory and may be called on any thread. */
    fun png(
        title: String,
        rows: List<Pair<String, String>>,
        note: String,
    ): ByteArray {
        val parts = mutableListOf(layout(title, TITLE, bold = true))
        for ((label, value) in rows) {
            parts += layout(label, SMALL, soft = true)
            parts += layout(value, TEXT, bold = true)
        }
        parts += layout(note, SMALL, soft = true)
        val high = parts.sumOf { it.height + GAP } + 2 * SIDE - GAP
        val picture = Bitmap.createBitmap(WIDE, high, Bitmap.Config.ARGB_8888)
        val canvas = Canvas(picture)
        canvas.drawColor(Color.WHITE)
        val line = Paint().apply { color = EDGE }
        var y = SIDE.toFloat()
        parts.forEachIndexed { index, part ->
            // A line above each label and above the note.
            if (index % 2 == 1) canvas.drawRect(SIDE.toFloat(), y - GAP / 2f, (WIDE - SIDE).toFloat(), y - GAP / 2f + 1, line)
            canvas.save()
            canvas.translate(SIDE.toFloat(), y)
            part.draw(canvas)
            canvas.restore()
            y += part.height + GAP
        }
        val bytes = ByteArrayOutputStream()
        picture.compress(Bitmap.CompressFormat.PNG, 100, bytes)
        picture.recycle()
        return bytes.toByteArray()
    }

    private fun layout(
        text: String,
        size: Float,
        bold: Boolean = false,
        soft: Boolean = false,
    ): StaticLayout {
        val paint =
            TextPaint(Paint.ANTI_ALIAS_FLAG).apply {
                textSize = size
                color = if (soft) SOFT else INK
                typeface = if (bold) Typeface.DEFAULT_BOLD else Typeface.DEFAULT
            }
        return StaticLayout.Builder
            .obtain(text, 0, text.length, paint, WIDE - 2 * SIDE)
            .setAlignment(Layout.Alignment.ALIGN_NORMAL)
            .setLineSpacing(0f, 1.1f)
            .build()
    }

    // The colours of the day, as in design/colours.json: paper is white for everybody.
    private const val INK = 0xFF1C2233.toInt()
    private const val SOFT = 0xFF5B6275.toInt()
    private const val EDGE = 0xFF8A8577.toInt()
}
