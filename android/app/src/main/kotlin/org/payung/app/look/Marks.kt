package org.payung.app.look

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.view.View
import org.payung.app.R
import kotlin.math.max

/** A row of dots for each of a number of things, as many of them filled as are done. The words beside it say the same. */
class Marks(
    context: Context,
    private val of: Int,
    private val done: Int,
) : View(context) {
    private val unit = resources.displayMetrics.density
    private val side = (SIDE_DP * unit)
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG)

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val wide = MeasureSpec.getSize(widthMeasureSpec)
        val rows = (of.coerceAtMost(MOST) + inRow(wide) - 1) / inRow(wide)
        setMeasuredDimension(wide, (rows * side).toInt())
    }

    override fun onDraw(canvas: Canvas) {
        val row = inRow(width)
        for (place in 0 until of.coerceAtMost(MOST)) {
            val x = (place % row + 0.5f) * side
            val y = (place / row + 0.5f) * side
            val radius = side * 0.34f
            if (place < done) {
                paint.style = Paint.Style.FILL
                paint.color = context.getColor(R.color.success)
                canvas.drawCircle(x, y, radius, paint)
                tick(canvas, x, y)
            } else {
                paint.style = Paint.Style.STROKE
                paint.strokeWidth = 2 * unit
                paint.color = context.getColor(R.color.edge)
                canvas.drawCircle(x, y, radius - unit, paint)
            }
        }
    }

    /** Done is a shape too, and not a colour alone. */
    private fun tick(
        canvas: Canvas,
        x: Float,
        y: Float,
    ) {
        paint.style = Paint.Style.STROKE
        paint.strokeWidth = 2 * unit
        paint.color = context.getColor(R.color.card)
        canvas.drawLine(x - 4 * unit, y, x - unit, y + 3 * unit, paint)
        canvas.drawLine(x - unit, y + 3 * unit, x + 4.5f * unit, y - 3 * unit, paint)
    }

    /** As many in each row as in the others, so that none stands alone in the last one. */
    private fun inRow(wide: Int): Int {
        val all = of.coerceIn(1, MOST)
        val fit = max(1, (wide / side).toInt())
        val rows = (all + fit - 1) / fit
        return (all + rows - 1) / rows
    }

    private companion object {
        const val SIDE_DP = 32

        /** More dots than this are a pattern and no number. */
        const val MOST = 120
    }
}
