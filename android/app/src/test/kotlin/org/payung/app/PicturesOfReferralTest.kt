package org.payung.app

import android.content.Intent
import android.net.Uri
import android.os.Build
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.HomeModel
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** The code of a poster or a helper. */
@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-port-notnight-xhdpi")
open class PicturesOfReferralTest : Shots() {
    private fun open(
        rig: Rig,
        link: String,
    ) {
        rig.activity.onNewIntent(Intent(Intent.ACTION_VIEW, Uri.parse(link)))
        rig.settle()
    }

    @Test
    fun `a code that is typed, refused, kept and taken along`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                count = 170
                turn(rig.start(), day)
                rig.tap(R.string.referral)
                shoot(rig, "referral")
                rig.type("INDAH")
                rig.tap(R.string.referral_keep)
                shoot(rig, "referral-problem")
                rig.type("PASAR-7")
                rig.tap(R.string.referral_keep)
                shoot(rig, "referral-kept")
                open(rig, "payung://daftar?kode=")
                shoot(rig, "referral-refused")
                rig.tap(R.string.register)
                rig.fill()
                shoot(rig, "referral-review")
                shootAll(rig, "referral-review")
            }
        }

    /** From top to bottom, on a screen that nobody has: the code stands below all answers. */
    private fun shootAll(
        rig: Rig,
        name: String,
    ) {
        turn(rig, Kind("tall", "in-w360dp-h3200dp-port-notnight-xhdpi"))
        rig.shoot("%02d-$name-tall${inLanguage("", "-english")}".format(++count))
        turn(rig, day)
    }
}
