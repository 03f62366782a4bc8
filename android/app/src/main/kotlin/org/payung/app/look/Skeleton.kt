package org.payung.app.look

import android.content.Context
import android.view.View
import org.payung.app.R

/**
 * Where texts will be, while the core is still reading. Most screens are there before anybody could see it: it is drawn only after
 * [AFTER_MILLIS], and it neither blinks nor moves.
 */
class Skeleton(
    context: Context,
    description: CharSequence,
) : Column(context) {
    private val show = Runnable { appear() }

    init {
        visibility = INVISIBLE
        contentDescription = description
        accessibilityLiveRegion = ACCESSIBILITY_LIVE_REGION_POLITE
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_YES
        val lines = listOf(0.7f to R.dimen.text_amount, 0.95f to R.dimen.text_title, 0.85f to R.dimen.text_title)
        lines.forEach { (share, height) -> put(bar(share, height)) }
        put(bar(1f, R.dimen.page).apply { minimumHeight = context.size(R.dimen.button) * CARD_ROWS }, R.dimen.space_l)
    }

    override fun onAttachedToWindow() {
        super.onAttachedToWindow()
        postDelayed(show, AFTER_MILLIS)
    }

    override fun onDetachedFromWindow() {
        removeCallbacks(show)
        super.onDetachedFromWindow()
    }

    private fun appear() {
        visibility = VISIBLE
        Motion.appear(this)
    }

    private fun bar(
        share: Float,
        height: Int,
    ) = Bar(context, share, context.size(height))

    private class Bar(
        context: Context,
        private val share: Float,
        private val height: Int,
    ) : View(context) {
        init {
            setBackgroundResource(R.drawable.skeleton)
            importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
        }

        override fun onMeasure(
            widthMeasureSpec: Int,
            heightMeasureSpec: Int,
        ) {
            val wide = MeasureSpec.getSize(widthMeasureSpec)
            setMeasuredDimension((wide * share).toInt(), if (suggestedMinimumHeight > 0) suggestedMinimumHeight else height)
        }
    }

    companion object {
        /** Shorter than this nobody notices a wait. */
        const val AFTER_MILLIS = 200L
        private const val CARD_ROWS = 3
    }
}
