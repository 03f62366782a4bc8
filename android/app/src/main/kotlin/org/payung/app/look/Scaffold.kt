package org.payung.app.look

import android.content.Context
import android.os.Build
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import org.payung.app.R

/**
 * The order of every screen: the bar above, a body that scrolls, and the buttons at the bottom, which stay. Where there is room for
 * it a second column stands beside the body. It keeps clear of the system's bars, of gestures and of the keyboard, and no column is
 * wider than a line that can be read.
 */
class Scaffold(
    context: Context,
) : FrameLayout(context) {
    private val page = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val columns = LinearLayout(context)
    private val first = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    private val top = FrameLayout(context)
    private val scroll = ScrollView(context)
    private val scrollBeside = ScrollView(context)

    private var named: String? = null

    /** What scrolls. */
    val body = Column(context)

    /** The column beside it; without something in it there is none. */
    val beside = Column(context)

    /** The buttons; the first is the primary one. */
    val foot = Column(context)

    init {
        setBackgroundColor(context.getColor(R.color.paper))
        val side = context.size(R.dimen.space_l)
        val middle = context.size(R.dimen.space_m)
        body.setPadding(side, middle, side, side)
        beside.setPadding(side, middle, side, side)
        foot.setPadding(side, middle, side, middle)
        top.setPadding(middle, context.size(R.dimen.space_xs), middle, 0)
        scroll.isFillViewport = true
        scroll.addView(body, MATCH_PARENT, WRAP_CONTENT)
        scrollBeside.addView(beside, MATCH_PARENT, WRAP_CONTENT)
        first.addView(scroll, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        first.addView(foot, MATCH_PARENT, WRAP_CONTENT)
        columns.addView(first, LinearLayout.LayoutParams(0, MATCH_PARENT, 1f))
        columns.addView(scrollBeside, LinearLayout.LayoutParams(0, MATCH_PARENT, 1f))
        page.addView(top, MATCH_PARENT, WRAP_CONTENT)
        page.addView(columns, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        addView(page, LayoutParams(MATCH_PARENT, MATCH_PARENT, Gravity.CENTER_HORIZONTAL))
        settle()
        setOnApplyWindowInsetsListener { _, insets -> keepClear(insets) }
    }

    /** The bar above. */
    fun bar(view: View) {
        top.removeAllViews()
        top.addView(view, MATCH_PARENT, WRAP_CONTENT)
    }

    /** Shows the body from its beginning. */
    fun toTop() {
        scroll.scrollTo(0, 0)
        scrollBeside.scrollTo(0, 0)
    }

    /** After everything was put in: columns and buttons without anything in them take no room. */
    fun settle() {
        foot.visibility = if ((0 until foot.childCount).all { foot.getChildAt(it).visibility == View.GONE }) View.GONE else View.VISIBLE
        scrollBeside.visibility = if (beside.childCount == 0) View.GONE else View.VISIBLE
    }

    /** Says to a screen reader what is drawn here now, by its title; once, however often the same is drawn. */
    fun nameItself() {
        val title = findViewById<TextView>(android.R.id.title)?.text?.toString() ?: return
        if (title == named) return
        named = title
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) accessibilityPaneTitle = title else announceForAccessibility(title)
    }

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val wide = MeasureSpec.getSize(widthMeasureSpec) - paddingLeft - paddingRight
        val most = context.size(R.dimen.page) * (if (beside.childCount == 0) 1 else 2)
        page.layoutParams.width = wide.coerceAtMost(most)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }
}
