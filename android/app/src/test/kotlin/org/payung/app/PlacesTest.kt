package org.payung.app

import android.content.Intent
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.screen.PlacesModel
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Offices and counters: found by a district, opened in a map, and called only where a number was verified. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class PlacesTest : OnPhone() {
    private fun view(rig: Rig) = (rig.activity.front as PlacesModel).state.view!!

    @Test
    fun `a place near a district is found, looked at, opened in a map and called`() =
        Places.withOffice(folder) { rig ->
            rig.tap(R.string.places)
            rig.see(view(rig).near)
            Places.district(rig, "Cibinong")
            rig.see("Kantor Cabang Contoh")
            rig.see(view(rig).about)
            rig.tap("Kantor Cabang Contoh")
            rig.see("depan Pasar Contoh")
            rig.tap(R.string.places_map)
            shadowOf(rig.activity).nextStartedActivity.let { map ->
                assertEquals(Intent.ACTION_VIEW to "geo", map.action to map.data?.scheme)
            }
            rig.tap(R.string.places_call)
            shadowOf(rig.activity).nextStartedActivity.let { call ->
                assertEquals(Intent.ACTION_DIAL to "tel:0210000000", call.action to "${call.data}")
            }
            // What was looked at is there again after the process was ended, and back leads to the list.
            rig.die()
            rig.see("depan Pasar Contoh")
            rig.back()
            rig.see("SPO Bank Contoh")
        }

    @Test
    fun `what is done there is chosen, and an old entry says so and cannot be called`() =
        Places.withOffice(folder) { rig ->
            rig.tap(R.string.places)
            Places.district(rig, "Cibinong")
            rig.tap("Betulkan data")
            assertEquals(listOf("cabang-contoh"), view(rig).places.map { it.id })
            rig.unseen("SPO Bank Contoh")
            rig.tap("Semua urusan")
            rig.tap("SPO Bank Contoh")
            val old = view(rig).places.first { it.id == "spo-contoh" }
            assertTrue("${old.warnings}", old.warnings.size == 2)
            old.warnings.forEach(rig::see)
            rig.unseen(rig.string(R.string.places_call))
            val front = rig.activity.front as PlacesModel
            assertEquals("spo-contoh", front.state.looked)
            rig.back()
            rig.tap(R.string.places_other)
            rig.see(rig.string(R.string.places_search))
            rig.type("9999")
            rig.see(rig.string(R.string.places_none))
            rig.turn()
            rig.die()
            rig.see("9999")
            rig.see(rig.string(R.string.places_none))
            rig.back()
            rig.see("Kantor Cabang Contoh")
        }

    @Test
    fun `the list begins where the person of the newest registration lives, which is kept nowhere else`() =
        Places.withOffice(folder) { rig ->
            rig.activity.goFromHome(Route.Home)
            rig.settle()
            rig.tap(R.string.register)
            rig.fill()
            rig.tap(rig.step.primary)
            rig.activity.goFromHome(Route.Places)
            rig.settle()
            assertEquals("32.01.01", view(rig).district)
            rig.see("Kantor Cabang Contoh")
            assertFalse("32.01.01" in (rig.activity.front as PlacesModel).saved())
            rig.tap("Kantor Cabang Contoh")
            rig.die()
            rig.see("depan Pasar Contoh")
        }

    @Test
    fun `without a list it is said whom to ask`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.help)
            rig.tap(R.string.places)
            rig.see(view(rig).near)
            Places.district(rig, "Cibinong")
            assertTrue(view(rig).places.isEmpty())
            rig.see(view(rig).empty)
            rig.see(view(rig).person.title)
            // A link of the rules that is none of ours to open is not opened.
            for (link in listOf("", "http://contoh.invalid", "intent:#Intent;end", "file:///etc/hosts", "payung://data")) {
                rig.activity.visit(link)
                assertEquals(link, null, shadowOf(rig.activity).nextStartedActivity)
            }
            assertFalse(rig.activity.isFinishing)
        }
}
