package org.payung.app.look

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.LinearLayout
import org.payung.app.R

/** Where one step of the way stands. */
enum class Moment {
    DONE,
    NOW,
    LATER,
}

/** Steps of a way below each other: a dot for each, filled when it is done, with a tick; the words say it as well. */
class Timeline(
    context: Context,
) : Column(context) {
    /** One more step. [first] and [last] have no line above or below. */
    fun step(
        moment: Moment,
        label: CharSequence,
        second: CharSequence = "",
        first: Boolean = false,
        last: Boolean = false,
    ): View {
        val row = LinearLayout(context)
        row.addView(Dot(context, moment, first, last), LinearLayout.LayoutParams(context.size(R.dimen.icon), MATCH_PARENT))
        val words =
            Column(context).apply {
                put(if (moment == Moment.NOW) context.heading(label) else context.body(label))
                if (second.isNotEmpty()) put(context.small(second), R.dimen.space_xs)
                setPadding(context.size(R.dimen.space_m), 0, 0, context.size(R.dimen.space_l))
            }
        row.addView(words, LinearLayout.LayoutParams(0, LayoutParams.WRAP_CONTENT, 1f))
        addView(row, LayoutParams(MATCH_PARENT, LayoutParams.WRAP_CONTENT))
        return row
    }

    private class Dot(
        context: Context,
        private val moment: Moment,
        private val first: Boolean,
        private val last: Boolean,
    ) : View(context) {
        private val paint = Paint(Paint.ANTI_ALIAS_FLAG)

        init {
            importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
        }

        override fun onDraw(canvas: Canvas) {
            val unit = resources.displayMetrics.density
            val x = width / 2f
            // Beside the middle of the first line of text, whatever size letters have.
            val y = 11f * unit * resources.configuration.fontScale
            val radius = 8f * unit
            paint.strokeCap = Paint.Cap.ROUND
            paint.style = Paint.Style.STROKE
            paint.strokeWidth = 3f * unit
            paint.color = context.getColor(if (moment == Moment.DONE) R.color.success else R.color.line)
            if (!first) canvas.drawLine(x, 0f, x, y, paint)
            if (!last) canvas.drawLine(x, y, x, height.toFloat(), paint)
            paint.style = Paint.Style.FILL
            paint.color =
                context.getColor(
                    when (moment) {
                        Moment.DONE -> R.color.success
                        Moment.NOW -> R.color.accent
                        Moment.LATER -> R.color.paper
                    },
                )
            canvas.drawCircle(x, y, radius, paint)
            paint.style = Paint.Style.STROKE
            paint.strokeWidth = 2f * unit
            if (moment == Moment.DONE) {
                paint.color = context.getColor(R.color.paper)
                canvas.drawLine(x - 3.5f * unit, y, x - unit, y + 2.8f * unit, paint)
                canvas.drawLine(x - unit, y + 2.8f * unit, x + 3.8f * unit, y - 2.8f * unit, paint)
            } else {
                paint.color = context.getColor(if (moment == Moment.NOW) R.color.ink else R.color.edge)
                canvas.drawCircle(x, y, radius, paint)
            }
        }
    }
}
