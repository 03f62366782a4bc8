package org.payung.app

import org.junit.rules.TemporaryFolder
import org.payung.core.Office
import java.io.File
import java.time.LocalDate

/** An office whose signed rules have an invented list of places near Cibinong. */
object Places {
    // A place that is closed for good is not found, so that day lies ahead of whichever day this runs on.
    private val LIST = """{ "version": 3, "checked": "2026-11-20", "source": "INVENTED [D]", "places": [
    { "id": "cabang-contoh", "kind": "branch", "name": "Kantor Cabang Contoh", "address": "Jalan Contoh Nomor 0",
      "landmark": "depan Pasar Contoh", "district": "32.01.01", "lat": -6.48, "lon": 106.83, "does": ["register", "pay", "correct"],
      "hours": [{ "days": "12345", "from": "08.00", "to": "15.30", "break_from": "12.00", "break_to": "13.00" }],
      "phone": "(021) 000-0000", "queue": "ticket", "serves": ["32.01"], "checked": "2026-11-20" },
    { "id": "spo-contoh", "kind": "spo", "name": "SPO Bank Contoh", "partner": "Bank Contoh", "address": "Jalan Contoh Nomor 1",
      "district": "32.01.05", "does": ["pay"], "hours": [{ "days": "136", "from": "08.30", "to": "14.00" }],
      "closed_from": "${LocalDate.now().plusYears(1)}", "checked": "2026-05-01" },
    { "id": "klinik-contoh", "kind": "hospital", "name": "Klinik Contoh", "address": "Jalan Contoh Nomor 2",
      "district": "32.04.05", "does": ["treat_jkk"], "hours": [{ "days": "1234567", "from": "00.00", "to": "24.00" }],
      "checked": "2026-11-20" }] }"""

    fun withOffice(
        folder: TemporaryFolder,
        test: (Rig) -> Unit,
    ) {
        val content = folder.newFolder("content")
        File("../rust-core/model/content").copyRecursively(content, overwrite = true)
        File(content, "places.json").writeText(LIST)
        Office(folder.newFolder("office"), content).use { office ->
            office.serve()
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start()
                rig.app.sync(now = true)
                rig.settle()
                rig.activity.goFromHome(Route.Help)
                rig.settle()
                test(rig)
            }
        }
    }

    /** Looks for a district by its name and takes the first. */
    fun district(
        rig: Rig,
        name: String,
    ) {
        rig.type(name)
        rig.tap("$name, ")
    }
}
