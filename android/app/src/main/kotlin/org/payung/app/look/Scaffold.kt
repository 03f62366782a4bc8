package org.payung.app.look

import android.content.Context
import android.os.Build
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.view.WindowInsets
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import org.payung.app.R

/**
 * The order of every screen: the bar above, a body that scrolls, and the buttons at the bottom, which stay. It keeps clear of the
 * system's bars, of gestures and of the keyboard, and is never wider than a line that can be read.
 */
class Scaffold(
    context: Context,
) : FrameLayout(context) {
    private val page = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val top = FrameLayout(context)
    private val scroll = ScrollView(context)

    /** What scrolls. */
    val body = Column(context)

    /** The buttons; the first is the primary one. */
    val foot = Column(context)

    init {
        setBackgroundColor(context.getColor(R.color.paper))
        val side = context.size(R.dimen.space_l)
        val middle = context.size(R.dimen.space_m)
        body.setPadding(side, middle, side, side)
        foot.setPadding(side, middle, side, middle)
        top.setPadding(middle, context.size(R.dimen.space_xs), middle, 0)
        scroll.isFillViewport = true
        scroll.addView(body, MATCH_PARENT, WRAP_CONTENT)
        page.addView(top, MATCH_PARENT, WRAP_CONTENT)
        page.addView(scroll, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        page.addView(foot, MATCH_PARENT, WRAP_CONTENT)
        addView(page, LayoutParams(MATCH_PARENT, MATCH_PARENT, Gravity.CENTER_HORIZONTAL))
        setOnApplyWindowInsetsListener { _, insets -> keepClear(insets) }
    }

    /** The bar above. */
    fun bar(view: View) {
        top.removeAllViews()
        top.addView(view, MATCH_PARENT, WRAP_CONTENT)
    }

    /** Shows the body from its beginning. */
    fun toTop() = scroll.scrollTo(0, 0)

    /**
     * The buttons, after the body was filled. Where letters are large only [primary] stays at the bottom and [others] end the body,
     * so that most of the screen is left for what is read.
     */
    fun actions(
        primary: View?,
        vararg others: View,
    ) {
        if (primary != null) foot.put(primary)
        val place = if (context.largeText) body else foot
        others.forEach { place.put(it, R.dimen.space_s) }
    }

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val wide = MeasureSpec.getSize(widthMeasureSpec) - paddingLeft - paddingRight
        page.layoutParams.width = wide.coerceAtMost(context.size(R.dimen.page))
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }

    private fun keepClear(insets: WindowInsets): WindowInsets {
        if (Build.VERSION.SDK_INT >= 30) {
            val bars = WindowInsets.Type.systemBars() or WindowInsets.Type.displayCutout() or WindowInsets.Type.ime()
            val clear = insets.getInsets(bars)
            setPadding(clear.left, clear.top, clear.right, clear.bottom)
            return WindowInsets.CONSUMED
        }
        @Suppress("DEPRECATION")
        setPadding(
            insets.systemWindowInsetLeft,
            insets.systemWindowInsetTop,
            insets.systemWindowInsetRight,
            insets.systemWindowInsetBottom,
        )
        @Suppress("DEPRECATION")
        return insets.consumeSystemWindowInsets()
    }
}
