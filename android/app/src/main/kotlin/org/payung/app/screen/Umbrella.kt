package org.payung.app.screen

import android.view.View
import org.payung.app.look.UmbrellaState
import org.payung.app.look.umbrella
import org.payung.core.CoverView

/** The umbrella of a member: two values of the core. */
fun Screen<*>.umbrella(cover: CoverView): View =
    view.context.umbrella(cover.panels.toInt(), cover.panelsFilled.toInt(), stateOf(cover.umbrella))

private fun stateOf(state: org.payung.core.UmbrellaState) =
    when (state) {
        org.payung.core.UmbrellaState.OPEN -> UmbrellaState.OPEN
        org.payung.core.UmbrellaState.HALF -> UmbrellaState.HALF
        org.payung.core.UmbrellaState.FOLDED -> UmbrellaState.FOLDED
    }
