package org.payung.app.look

import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Paint
import android.graphics.RectF
import android.view.View
import android.widget.HorizontalScrollView
import org.payung.app.R

/** A page of paper, white by day and by night, with an edge of its own. */
private class Page(
    context: Context,
    private val picture: Bitmap,
    private val share: Float,
) : View(context) {
    private val smooth = Paint(Paint.FILTER_BITMAP_FLAG or Paint.ANTI_ALIAS_FLAG)
    private val edge =
        Paint().apply {
            style = Paint.Style.STROKE
            color = context.getColor(R.color.edge)
            strokeWidth = context.size(R.dimen.hairline).toFloat()
        }

    /** The room there is, when it was not asked within something that scrolls sideways. */
    var room = 0

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        val wide = ((if (room > 0) room else MeasureSpec.getSize(widthMeasureSpec)) * share).toInt()
        setMeasuredDimension(wide, wide * picture.height / picture.width)
    }

    override fun onDraw(canvas: Canvas) {
        val all = RectF(0f, 0f, width.toFloat(), height.toFloat())
        canvas.drawBitmap(picture, null, all, smooth)
        canvas.drawRect(all, edge)
    }
}

/** A page as wide as the screen, or enlarged: then it is pushed sideways. [press] changes between both. */
fun Context.paperPicture(
    picture: Bitmap,
    description: CharSequence,
    enlarged: Boolean,
    press: () -> Unit,
): View {
    val page = Page(this, picture, if (enlarged) ENLARGED else 1f)
    page.contentDescription = description
    page.isFocusable = true
    page.setOnClickListener(once(press))
    if (!enlarged) return page
    return Sideways(this, page)
}

/** Tells the page how much room there is, which a scroller keeps to itself. */
private class Sideways(
    context: Context,
    private val page: Page,
) : HorizontalScrollView(context) {
    init {
        addView(page)
    }

    override fun onMeasure(
        widthMeasureSpec: Int,
        heightMeasureSpec: Int,
    ) {
        page.room = MeasureSpec.getSize(widthMeasureSpec)
        super.onMeasure(widthMeasureSpec, heightMeasureSpec)
    }
}

private const val ENLARGED = 2f
