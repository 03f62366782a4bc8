package org.payung.app.look

import android.content.Context
import android.view.View
import android.view.ViewGroup
import org.payung.app.R
import kotlin.math.max

/** Children side by side, each as wide as its words need, in as many lines as they take. */
class Flow(
    context: Context,
) : ViewGroup(context) {
    private val gap = context.size(R.dimen.space_s)

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val wide = MeasureSpec.getSize(widthMeasureSpec)
        var bottom = 0
        place(wide) { child, x, y, measured -> bottom = max(bottom, y + measured) }
        setMeasuredDimension(wide, bottom)
    }

    override fun onLayout(
        changed: Boolean,
        left: Int,
        top: Int,
        right: Int,
        bottom: Int,
    ) = place(right - left) { child, x, y, _ -> child.layout(x, y, x + child.measuredWidth, y + child.measuredHeight) }

    private fun place(
        wide: Int,
        at: (View, Int, Int, Int) -> Unit,
    ) {
        var x = 0
        var y = 0
        var line = 0
        for (index in 0 until childCount) {
            val child = getChildAt(index)
            if (child.visibility == GONE) continue
            child.measure(MeasureSpec.makeMeasureSpec(wide, MeasureSpec.AT_MOST), MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED))
            if (x > 0 && x + child.measuredWidth > wide) {
                x = 0
                y += line + gap
                line = 0
            }
            at(child, x, y, child.measuredHeight)
            x += child.measuredWidth + gap
            line = max(line, child.measuredHeight)
        }
    }
}
