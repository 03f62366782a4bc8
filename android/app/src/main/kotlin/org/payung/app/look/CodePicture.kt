package org.payung.app.look

import android.content.Context
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.view.View
import kotlin.math.min

/** A picture of dark and light modules, as the core gives it. */
class Modules(
    val width: Int,
    val height: Int,
    /** Light modules at the left and right; as many above and below where there is more than one row. */
    val border: Int,
    private val bits: ByteArray,
) {
    init {
        require(
            width > 0 && height > 0 && bits.size * 8 >= width * height,
        ) { "a code of $width by $height has more modules than were given" }
    }

    fun isDark(
        x: Int,
        y: Int,
    ): Boolean {
        val place = y * width + x
        return bits[place / 8].toInt() shr (7 - place % 8) and 1 == 1
    }
}

/**
 * A QR code, or bars with one row: black on white by day and by night, because scanners want it so, with its light border, and whole
 * pixels a module, since a module that is smeared over two pixels cannot be read from a bad screen.
 */
class CodePicture(
    context: Context,
    private val modules: Modules,
    description: CharSequence,
) : View(context) {
    private val paint = Paint()
    private val unit = resources.displayMetrics.density
    private val isBars get() = modules.height == 1
    private val wide get() = modules.width + 2 * modules.border
    private val high get() = modules.height + 2 * modules.border

    init {
        contentDescription = description
    }

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val room = MeasureSpec.getSize(widthMeasureSpec)
        if (isBars) return setMeasuredDimension(room, (BARS_DP * unit).toInt())
        // As large as there is room for, but so that what must be checked beside it is still on screen.
        val most = min(MOST_DP * unit, resources.displayMetrics.heightPixels * MOST_OF_SCREEN)
        val module = (min(room.toFloat(), most) / wide).toInt().coerceAtLeast(1)
        setMeasuredDimension(room, module * high)
    }

    override fun onDraw(canvas: Canvas) {
        val module = if (isBars) width / wide else min(width / wide, height / high)
        val whole = module * wide
        val left = (width - whole) / 2
        val tall = if (isBars) height else module * high
        val top = if (isBars) 0 else module * modules.border
        paint.color = Color.WHITE
        val side = if (isBars) 0 else left
        canvas.drawRect(side.toFloat(), 0f, (width - side).toFloat(), tall.toFloat(), paint)
        paint.color = Color.BLACK
        val inset = if (isBars) (BARS_INSET_DP * unit).toInt() else 0
        for (y in 0 until modules.height) {
            for (x in 0 until modules.width) {
                if (!modules.isDark(x, y)) continue
                val px = (left + (x + modules.border) * module).toFloat()
                val py = (top + y * module + inset).toFloat()
                val bottom = if (isBars) (tall - inset).toFloat() else py + module
                canvas.drawRect(px, py, px + module, bottom, paint)
            }
        }
    }

    private companion object {
        const val MOST_DP = 300
        const val MOST_OF_SCREEN = 0.5f
        const val BARS_DP = 112
        const val BARS_INSET_DP = 12
    }
}
