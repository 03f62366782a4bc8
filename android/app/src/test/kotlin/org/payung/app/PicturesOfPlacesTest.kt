package org.payung.app

import android.os.Build
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.core.Sample
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** Offices and counters, and a picture of another app that waits for its place. */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-port-notnight-xhdpi")
open class PicturesOfPlacesTest : Shots() {
    @Test
    fun `where somebody can go`() =
        Places.withOffice(folder) { rig ->
            count = 150
            turn(rig, day)
            rig.tap(R.string.places)
            shoot(rig, "places-choose")
            rig.type("Cibinong")
            shoot(rig, "places-found")
            rig.tap("Cibinong, ")
            shoot(rig, "places")
            rig.tap("Kantor Cabang Contoh")
            shoot(rig, "place")
            rig.back()
            rig.tap("SPO Bank Contoh")
            shoot(rig, "place-stale")
            rig.back()
            rig.tap(R.string.places_other)
            // A province of which the list has nothing.
            rig.type("Abepura")
            rig.tap("Abepura, ")
            shoot(rig, "places-empty")
        }

    @Test
    fun `what a shared picture is for`() =
        Places.withOffice(folder) { rig ->
            count = 160
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            rig.tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            rig.activity.goFromHome(Route.People)
            rig.settle()
            rig.tap(R.string.register_other)
            rig.answerUpTo("ktp")
            Sharing.offer(rig, Sample.letter(folder.newFile()))
            shoot(rig, "shared-question")
            Sharing.offer(rig, Sample.letter(folder.newFile()))
            rig.tap(R.string.shared_elsewhere)
            shoot(rig, "shared-where")
        }
}
