package org.payung.app

import android.app.Application
import org.payung.app.core.Core
import org.payung.app.core.KeystoreKeeper
import org.payung.app.core.Phone
import java.io.File
import java.io.FileNotFoundException

/** The process: holds the one [Core]. */
class PayungApp : Application() {
    /** What the platform answers; a test puts its own here before the core is first asked. */
    internal var phone: Phone? = null

    /** Opened at the first call. */
    val core: Core by lazy { Core(phone ?: phone()) }

    private fun phone() =
        Phone(
            home = File(noBackupFilesDir, "payung"),
            trust = trust(),
            keeper = KeystoreKeeper(),
        )

    /** Which office, which keys. An app that was built without the file keeps drafts and says that it knows no office. */
    private fun trust(): String? =
        try {
            assets.open("trust.json").bufferedReader().use { it.readText() }
        } catch (_: FileNotFoundException) {
            null
        }
}
