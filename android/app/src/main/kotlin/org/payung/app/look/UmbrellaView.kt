package org.payung.app.look

import android.content.Context
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.Path
import android.view.View
import org.payung.app.R
import kotlin.math.min

/** How the umbrella stands. */
enum class UmbrellaState {
    /** Open: its panels tell how far somebody is, or that they are protected. */
    OPEN,

    /** Half folded: months are missing, cover may still be there. */
    HALF,

    /** Folded: no cover. */
    FOLDED,
}

/**
 * The umbrella that goes through the whole app: one panel for each step of the form and one for the first dues, filled from the
 * left. Two values of the core are all it knows. It says nothing to a screen reader: the words beside it do.
 */
class UmbrellaView(
    context: Context,
    private val handle: Boolean = true,
) : View(context) {
    private var panels = 7
    private var filled = 0
    private var state = UmbrellaState.OPEN
    private val outline =
        Paint(Paint.ANTI_ALIAS_FLAG).apply {
            style = Paint.Style.STROKE
            color = context.getColor(R.color.ink)
            strokeJoin = Paint.Join.ROUND
            strokeCap = Paint.Cap.ROUND
        }
    private val even = fill(R.color.primary)
    private val odd = fill(R.color.accent)

    init {
        importantForAccessibility = IMPORTANT_FOR_ACCESSIBILITY_NO
    }

    /** Draws [filled] of [panels]. */
    fun show(
        panels: Int,
        filled: Int,
        state: UmbrellaState = UmbrellaState.OPEN,
    ) {
        this.panels = panels.coerceAtLeast(1)
        this.filled = filled.coerceIn(0, this.panels)
        this.state = state
        invalidate()
    }

    // A plain view would take all the height that is left on a large screen, and what follows would have none.
    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val isGiven = MeasureSpec.getMode(heightMeasureSpec) == MeasureSpec.EXACTLY
        val high = if (isGiven) MeasureSpec.getSize(heightMeasureSpec) else suggestedMinimumHeight
        setMeasuredDimension(getDefaultSize(suggestedMinimumWidth, widthMeasureSpec), high)
    }

    override fun onDraw(canvas: Canvas) {
        val tall = if (handle) 1.85f else 1.15f
        // Of the umbrella, and not of the view, which is as wide as its column: seven panels would be one black stroke on a tablet.
        val stroke = (min(width / 2f, height / tall) * STROKE).coerceAtLeast(1.2f * resources.displayMetrics.density)
        val spread =
            when (state) {
                UmbrellaState.OPEN -> 1f
                UmbrellaState.HALF -> 0.62f
                UmbrellaState.FOLDED -> 0.24f
            }
        val radius = min((width - stroke * 2) / 2f, (height - stroke * 2) / tall)
        val middle = width / 2f
        val top = stroke
        // A folded umbrella hangs lower: its cloth keeps its length.
        val rim = top + radius * (1f + (1f - spread) * 0.35f)
        if (handle) drawHandle(canvas, middle, rim, radius, stroke)
        outline.strokeWidth = stroke
        // Seven folds side by side would be one black stroke.
        val drawn = if (state == UmbrellaState.FOLDED) FOLDS else panels
        for (panel in 0 until drawn) {
            val path = panelPath(panel, drawn, middle, top, rim, radius * spread)
            if (panel < filled) canvas.drawPath(path, if (panel % 2 == 0) even else odd)
            canvas.drawPath(path, outline)
        }
    }

    private fun panelPath(
        panel: Int,
        of: Int,
        middle: Float,
        top: Float,
        rim: Float,
        half: Float,
    ): Path {
        val left = middle - half + 2 * half * panel / of
        val right = middle - half + 2 * half * (panel + 1) / of
        return Path().apply {
            moveTo(middle, top)
            quadTo(left, top, left, rim)
            quadTo((left + right) / 2, rim - half * 1.4f / of, right, rim)
            quadTo(right, top, middle, top)
            close()
        }
    }

    private fun drawHandle(
        canvas: Canvas,
        middle: Float,
        rim: Float,
        radius: Float,
        stroke: Float,
    ) {
        val hook = radius * 0.14f
        val foot = min(rim + radius * 0.62f, height - hook - stroke * 2)
        val path =
            Path().apply {
                moveTo(middle, rim - radius * 0.3f)
                lineTo(middle, foot)
                arcTo(middle - 2 * hook, foot - hook, middle, foot + hook, 0f, 180f, false)
            }
        outline.strokeWidth = stroke * 1.6f
        canvas.drawPath(path, outline)
    }

    private companion object {
        const val FOLDS = 3

        /** Of the umbrella's radius. */
        const val STROKE = 0.045f
    }

    private fun fill(colour: Int) =
        Paint(Paint.ANTI_ALIAS_FLAG).apply {
            style = Paint.Style.FILL
            color = context.getColor(colour)
        }
}

/** The umbrella that stands large above what it is about; on a low screen it leaves room for that. */
internal fun Context.umbrella(
    panels: Int,
    filled: Int,
    state: UmbrellaState = UmbrellaState.OPEN,
): UmbrellaView =
    UmbrellaView(this).apply {
        minimumHeight = context.size(if (context.isLow || context.isTight) R.dimen.umbrella_low else R.dimen.umbrella)
        show(panels, filled, state)
    }
