package org.payung.app

import android.content.Context
import android.content.ContextWrapper
import android.net.ConnectivityManager
import android.net.IConnectivityManager
import android.net.NetworkCapabilities
import android.net.NetworkRequest
import android.os.Build
import android.os.Looper
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.phone.Connectivity
import org.payung.app.screen.StatusModel
import org.payung.core.Network
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowNetwork
import org.robolectric.shadows.ShadowNetworkCapabilities
import java.lang.reflect.Proxy

/** Which network there is, whatever the phone says of it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class NetworkTest : OnPhone() {
    @Test
    fun `the network that is used is told, whichever one changed`() {
        val app = RuntimeEnvironment.getApplication()
        val manager = app.getSystemService(ConnectivityManager::class.java)
        val looper = shadowOf(Looper.getMainLooper())

        fun capabilities(vararg all: Int) = ShadowNetworkCapabilities.newInstance().also { all.forEach(shadowOf(it)::addCapability) }
        val internet = NetworkCapabilities.NET_CAPABILITY_INTERNET
        val before = shadowOf(manager).networkCallbacks.toSet()
        shadowOf(manager).setNetworkCapabilities(
            manager.activeNetwork,
            capabilities(internet, NetworkCapabilities.NET_CAPABILITY_NOT_METERED),
        )
        val told = mutableListOf<Network>()
        Connectivity(app) { told += it }.start()
        val callback = (shadowOf(manager).networkCallbacks - before).single()
        assertEquals(listOf(Network.UNMETERED), told)
        // Mobile data changes while there is Wi-Fi.
        val mobile = ShadowNetwork.newInstance(77)
        callback.onCapabilitiesChanged(mobile, capabilities(internet))
        looper.idle()
        assertEquals(listOf(Network.UNMETERED), told)
        // Wi-Fi is gone, and what is there now says no more than that it is.
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, capabilities(internet))
        callback.onAvailable(mobile)
        looper.idle()
        assertEquals(listOf(Network.UNMETERED, Network.METERED), told)
        // One bar more.
        callback.onCapabilitiesChanged(mobile, capabilities(internet))
        looper.idle()
        assertEquals(2, told.size)
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, capabilities())
        callback.onLost(mobile)
        looper.idle()
        assertEquals(Network.NONE, told.last())
    }

    /** The phone's own service, as Android 11 and a saver of data make it. */
    private class Service(
        app: Context,
    ) : ConnectivityManager(app, noService()) {
        var refuses = false
        var active: android.net.Network? = ShadowNetwork.newInstance(1)
        val callbacks = mutableListOf<NetworkCallback>()

        private fun <T> unlessRefused(answer: T): T {
            if (refuses) throw SecurityException("Package android does not belong to 10123")
            return answer
        }

        override fun getActiveNetwork() = unlessRefused(active)

        override fun getNetworkCapabilities(network: android.net.Network?): NetworkCapabilities? =
            unlessRefused(
                network?.let {
                    ShadowNetworkCapabilities.newInstance().also { shadowOf(it).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET) }
                },
            )

        override fun registerDefaultNetworkCallback(callback: NetworkCallback) {
            callbacks += unlessRefused(callback)
        }

        override fun registerNetworkCallback(
            request: NetworkRequest,
            callback: NetworkCallback,
        ) {
            callbacks += unlessRefused(callback)
        }

        private companion object {
            fun noService() =
                Proxy.newProxyInstance(PhoneTest::class.java.classLoader, arrayOf(IConnectivityManager::class.java)) { _, _, _ -> null }
                    as IConnectivityManager
        }
    }

    private fun connectivity(
        service: Service,
        told: (Network) -> Unit,
    ) = Connectivity(
        object : ContextWrapper(RuntimeEnvironment.getApplication()) {
            override fun getSystemService(name: String) = if (name == CONNECTIVITY_SERVICE) service else super.getSystemService(name)
        },
        told,
    )

    @Test
    fun `a phone that refuses to say which network there is ends nothing, and the core is told nothing`() {
        val service = Service(RuntimeEnvironment.getApplication())
        val told = mutableListOf<Network>()
        val connectivity = connectivity(service) { told += it }
        service.refuses = true
        connectivity.start()
        assertEquals(emptyList<Network>(), told)
        service.refuses = false
        connectivity.start()
        assertEquals(listOf(Network.METERED), told)
        assertEquals("it is heard from now on", 1, service.callbacks.size)
        connectivity.start()
        assertEquals("once", 1, service.callbacks.size)
        service.refuses = true
        service.callbacks.single().onLost(ShadowNetwork.newInstance(1))
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(listOf(Network.METERED), told)
    }

    @Test
    @Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE])
    fun `a network that the phone lets this app use again is told`() {
        val service = Service(RuntimeEnvironment.getApplication())
        val told = mutableListOf<Network>()
        val network = service.active!!
        service.active = null
        connectivity(service) { told += it }.start()
        assertEquals(listOf(Network.NONE), told)
        service.active = network
        service.callbacks.single().onBlockedStatusChanged(network, false)
        shadowOf(Looper.getMainLooper()).idle()
        assertEquals(listOf(Network.NONE, Network.METERED), told)
    }

    @Test
    fun `whoever opens the app sends over the network that there is then, also where the phone said nothing of it`() {
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                office.serve()
                rig.online(false)
                Lost.register(rig)
                val state = { (rig.activity.front as StatusModel).state.view!!.state }
                assertEquals(org.payung.core.RegistrationState.READY, state())
                rig.leave()
                val manager = rig.app.getSystemService(ConnectivityManager::class.java)
                val there = ShadowNetworkCapabilities.newInstance()
                shadowOf(there).addCapability(NetworkCapabilities.NET_CAPABILITY_INTERNET)
                shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, there)
                rig.resume()
                assertEquals(org.payung.core.RegistrationState.RECEIVED, state())
            }
        }
    }
}
