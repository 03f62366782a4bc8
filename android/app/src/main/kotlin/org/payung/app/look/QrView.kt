package org.payung.app.look

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.View
import kotlin.math.min

/**
 * A QR code drawn from its modules: black on white by day and by night, because scanners want it so, with the four light modules
 * around it that ISO/IEC 18004 asks for, and whole pixels a module.
 */
class QrView(
    context: Context,
    private val side: Int,
    private val dark: List<Boolean>,
    description: CharSequence,
) : View(context) {
    private val paint = Paint().apply { color = Color.BLACK }

    init {
        require(dark.size == side * side) { "a code of $side modules a side has ${side * side}, not ${dark.size}" }
        contentDescription = description
    }

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val wide = MeasureSpec.getSize(widthMeasureSpec)
        val most = (MOST_DP * resources.displayMetrics.density).toInt()
        val size = min(wide, most)
        setMeasuredDimension(wide, size)
    }

    override fun onDraw(canvas: Canvas) {
        val module = min(width, height) / (side + 2 * QUIET)
        val whole = module * (side + 2 * QUIET)
        val left = (width - whole) / 2
        val top = (height - whole) / 2
        paint.color = Color.WHITE
        canvas.drawRect(left.toFloat(), top.toFloat(), (left + whole).toFloat(), (top + whole).toFloat(), paint)
        paint.color = Color.BLACK
        for (y in 0 until side) {
            for (x in 0 until side) {
                if (!dark[y * side + x]) continue
                val px = (left + (x + QUIET) * module).toFloat()
                val py = (top + (y + QUIET) * module).toFloat()
                canvas.drawRect(px, py, px + module, py + module, paint)
            }
        }
    }

    private companion object {
        const val QUIET = 4
        const val MOST_DP = 300
    }
}
