package org.payung.app.look

import android.graphics.Bitmap
import android.view.Gravity
import android.view.View
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.ImageView
import android.widget.LinearLayout
import org.payung.app.R

/** A row with a small picture of a page, what it is called and what is hard to read about it. [press] shows it large. */
fun Card.thumbnail(
    picture: Bitmap?,
    label: CharSequence,
    warning: CharSequence,
    press: () -> Unit,
): View =
    LinearLayout(context).apply {
        gravity = Gravity.CENTER_VERTICAL
        setPadding(0, context.size(R.dimen.space_s), 0, context.size(R.dimen.space_s))
        val image =
            ImageView(context).apply {
                setImageBitmap(picture)
                scaleType = ImageView.ScaleType.CENTER_CROP
                setBackgroundColor(context.getColor(R.color.line))
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            }
        val wide = context.size(R.dimen.thumbnail)
        addView(image, LinearLayout.LayoutParams(wide, wide))
        val words =
            Column(context).apply {
                put(context.body(label))
                if (warning.isNotEmpty()) {
                    put(
                        context.small(warning).apply { setTextColor(context.getColor(R.color.warning)) },
                        R.dimen.space_xs,
                    )
                }
            }
        addView(words, LinearLayout.LayoutParams(0, WRAP_CONTENT, 1f).apply { marginStart = context.size(R.dimen.space_m) })
        val forward =
            ImageView(context).apply {
                setImageResource(R.drawable.icon_forward)
                setColorFilter(context.getColor(R.color.soft))
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            }
        addView(forward, LinearLayout.LayoutParams(context.size(R.dimen.icon), context.size(R.dimen.icon)))
        setBackgroundResource(R.drawable.row_touch)
        isFocusable = true
        accessibilityDelegate = AsButton
        setOnClickListener(once(press))
        put(this, R.dimen.space_xs)
    }
