package org.payung.app.look

import android.content.Context
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.view.ViewGroup.LayoutParams.WRAP_CONTENT
import android.widget.LinearLayout
import org.payung.app.R

/** Views below each other, with the space of the design between those that are visible. */
open class Column(
    context: Context,
) : LinearLayout(context) {
    init {
        orientation = VERTICAL
    }

    /** Adds a view, [space] below what is above it. Returns the view. */
    fun <V : View> put(
        view: V,
        space: Int = R.dimen.space_m,
        width: Int = MATCH_PARENT,
    ): V {
        val params = LayoutParams(width, WRAP_CONTENT)
        if (childCount > 0) params.topMargin = context.size(space)
        addView(view, params)
        return view
    }
}
