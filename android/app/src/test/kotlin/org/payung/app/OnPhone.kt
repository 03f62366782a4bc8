package org.payung.app

import org.junit.Before
import org.junit.Rule
import org.junit.rules.TemporaryFolder

/** A test on a phone whose key store is empty, with a folder that is removed afterwards. */
abstract class OnPhone {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()
}
