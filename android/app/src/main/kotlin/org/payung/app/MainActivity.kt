package org.payung.app

import android.Manifest
import android.app.Activity
import android.app.KeyguardManager
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.graphics.Bitmap
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.os.SystemClock
import android.provider.Settings
import android.view.View
import android.view.ViewGroup
import org.payung.app.core.Core
import org.payung.app.look.Motion
import org.payung.app.look.Panes
import org.payung.app.look.isWide
import org.payung.app.phone.AppShared
import org.payung.app.phone.BackWithin
import org.payung.app.phone.CaptureProvider
import org.payung.app.phone.Links
import org.payung.app.phone.News
import org.payung.app.phone.Outside
import org.payung.app.phone.Parcel
import org.payung.app.phone.Pictures
import org.payung.app.phone.Preferences
import org.payung.app.phone.Reader
import org.payung.app.phone.ShareActivity
import org.payung.app.phone.ShareProvider
import org.payung.app.phone.SyncJob
import org.payung.app.screen.Cover
import org.payung.app.screen.HomeModel
import org.payung.app.screen.Host
import org.payung.app.screen.Model
import org.payung.app.screen.Offered
import org.payung.app.screen.QuestionModel
import org.payung.app.screen.Screen
import org.payung.core.Change
import org.payung.core.DraftLine
import kotlin.properties.Delegates

/** The one activity: a stack of screens, and what they ask of the phone. */
class MainActivity :
    Activity(),
    Host {
    private class Entry(
        var route: Route,
        var model: Model<*>,
    )

    private val app get() = application as PayungApp
    private lateinit var stack: ArrayList<Entry>
    private var screen: Screen<*>? = null

    /** The list beside [screen], where there is room for both. */
    private var list: ListPane? = null
    private val reader by lazy { Reader(this) }
    private val shared by lazy { AppShared(app) }
    private val pictures by lazy { Pictures(this, shared) }
    private val models by lazy { Models(app, shared) }
    private val screens by lazy { Screens(::offer) }
    private val within by lazy { BackWithin(this, ::back) }
    private val outside by lazy { Outside(this) { toast(it) } }
    private val listener: (Change) -> Unit = { change ->
        stack.lastOrNull()?.model?.changed(change)
        list?.entry?.model?.changed(change)
    }

    /** What the screens in front want of the window. */
    private var asked by Delegates.observable(Wishes()) { _, _, wishes -> wishes.grant(window) }

    /** The app's own lock is in front of the screens. */
    private var covered = false

    /** The model in front. */
    internal val front: Model<*> get() = stack.last().model

    override val context: Context get() = this
    override val core: Core get() = app.core

    override fun attachBaseContext(base: Context) {
        super.attachBaseContext(PayungApp.localized(base, Preferences(base).language))
    }

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        // Before anything is asked of it: the key may have left memory while nobody looked.
        app.unlock()
        covered = saved?.getBoolean(COVERED) == true
        @Suppress("UNCHECKED_CAST", "DEPRECATION")
        stack = lastNonConfigurationInstance as? ArrayList<Entry> ?: restored(saved) ?: fresh()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) window.setDecorFitsSystemWindows(false)
        draw()
        if (covered) showCover()
        if (saved != null) return
        if (intent?.action in ShareActivity.ACTIONS) shared(intent)
        News.opened(app, intent?.data)
        keepReferral(intent)
    }

    /**
     * Another app shared a picture. It is offered to the photo question in front, or to the one place that takes a picture now;
     * where there are several, somebody chooses.
     */
    private fun shared(intent: Intent) {
        if (intent.action == ShareActivity.FAILED) return toast(R.string.shared_failed)
        val front = stack.last().model
        pictures.arrived { preview, places ->
            val question = places.questions.singleOrNull()
            when {
                front === stack.last().model && front is QuestionModel && front.asksPhoto -> {
                    front.offer(Offered(preview, !places.isOne))
                }

                question != null && places.isOne -> {
                    offer(question, preview)
                }

                places.questions.isNotEmpty() || places.incidents.isNotEmpty() -> {
                    goFromHome(Route.Shared)
                }

                else -> {
                    shared.drop()
                    toast(R.string.shared_none)
                }
            }
        }
    }

    private fun offer(
        draft: DraftLine,
        preview: Bitmap?,
    ) {
        goFromHome(Route.Form(draft.draft))
        (stack.last().model as QuestionModel).offer(Offered(preview))
    }

    public override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        app.unlock()
        if (intent.action in ShareActivity.ACTIONS) return shared(intent)
        val route = Links.route(intent.data, getString(R.string.link_host)) ?: return
        if (route == Route.Home) goFromHome(route) else go(route)
        News.opened(app, intent.data)
        keepReferral(intent)
    }

    /** The code that a link names is kept and shown, and nothing else is done. What is opened again out of the list of apps is no link. */
    private fun keepReferral(intent: Intent?) {
        val code = Links.referral(intent?.data, getString(R.string.link_host)) ?: return
        if (intent?.flags?.and(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY) != 0) return
        (stack.first().model as? HomeModel)?.keepReferral(code)
    }

    override fun onStart() {
        super.onStart()
        app.shows(this)
        core.listeners += listener
        if (mustCover()) cover()
        startShown()
        app.sync()
        app.plan {}
    }

    override fun onStop() {
        super.onStop()
        core.listeners -= listener
        reader.stop()
        stack.last().model.stop()
        list?.entry?.model?.stop()
        // Behind the lock nobody has been here.
        if (!covered) app.awaySince = SystemClock.elapsedRealtime()
        app.hides(this, isChangingConfigurations)
    }

    override fun onDestroy() {
        super.onDestroy()
        screen?.release()
        list?.screen?.release()
        reader.close()
    }

    override fun onPause() {
        super.onPause()
        stack.last().model.stop()
    }

    @Deprecated("As the framework says; what replaces it is not in the framework.")
    override fun onRetainNonConfigurationInstance(): Any = stack.also { keepRoute() }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        keepRoute()
        out.putBoolean(COVERED, covered)
        out.putStringArrayList(ROUTES, ArrayList(stack.map { it.route.text() }))
        // Those below too: somebody goes back to what they chose and typed there.
        stack.forEachIndexed { index, entry -> out.putStringArrayList(SAVED + index, entry.model.saved()) }
    }

    @Deprecated("Before Android 13 this is how back arrives.")
    override fun onBackPressed() = back()

    public override fun onActivityResult(
        request: Int,
        result: Int,
        data: Intent?,
    ) {
        super.onActivityResult(request, result, data)
        val model = stack.last().model
        when (request) {
            CAMERA -> {
                pictures.taken(result == RESULT_OK, model::pictured, { model.cannot(getString(R.string.photo_cancelled)) }) {
                    model.cannot(getString(R.string.photo_none))
                }
            }

            GALLERY -> {
                pictures.picked(data?.data, result == RESULT_OK, model::pictured) { model.cannot(getString(R.string.photo_none)) }
            }

            SAVE -> {
                outside.chosen(data?.data?.takeIf { result == RESULT_OK })
            }

            CONFIRM -> {
                if (result == RESULT_OK) uncover()
            }
        }
    }

    override fun onRequestPermissionsResult(
        request: Int,
        permissions: Array<String>,
        results: IntArray,
    ) = startShown()

    override fun go(route: Route) {
        keepRoute()
        leave()
        stack += Entry(route, models.model(route))
        open()
        Motion.enter(shown, forward = true)
    }

    override fun goFromHome(route: Route) {
        leave()
        stack.clear()
        stack += Entry(Route.Home, models.model(Route.Home))
        if (route != Route.Home) stack += Entry(route, models.model(route))
        open()
        Motion.enter(shown, forward = true)
    }

    override fun back() {
        if (covered) return finish()
        if (screen?.back() == true) return
        if (stack.size == 1) return finish()
        leave()
        stack.removeAt(stack.lastIndex)
        open()
        Motion.enter(shown, forward = false)
    }

    override fun secure(secure: Boolean) {
        asked = asked.copy(secure = secure, locked = app.preferences.lock)
    }

    override fun listen(sentences: List<String>) = reader.read(sentences, app.preferences.language) { toast(R.string.no_voice) }

    override fun photograph(question: String) {
        val model = stack.last().model
        pictures.photograph(CAMERA) { model.cannot(getString(R.string.no_camera)) }
    }

    override fun pickPhoto(question: String) {
        val pick = Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE).setType("image/*")
        tryTo(R.string.no_gallery) { startActivityForResult(pick, GALLERY) }
    }

    override fun sync() {
        SyncJob.soon(this)
        app.sync(now = true) { startShown() }
    }

    override fun share(text: String) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        tryTo(R.string.no_app) { startActivity(Intent.createChooser(send, null)) }
    }

    override fun send(parcel: Parcel) {
        outside.send(parcel)
    }

    override fun save(parcel: Parcel) = outside.save(parcel, SAVE)

    override fun copy(
        text: String,
        secret: Boolean,
    ) = outside.copy(text, secret)

    override fun pasted() = outside.pasted()

    override fun openApp(
        link: String,
        name: String,
    ) = outside.openApp(link) { toast(getString(R.string.no_such_app, name)) }

    override fun bright(bright: Boolean) {
        asked = asked.copy(bright = bright)
    }

    override fun visit(link: String) {
        val uri = Uri.parse(link)
        val action =
            when (uri.scheme) {
                "geo" -> Intent.ACTION_VIEW
                "tel" -> Intent.ACTION_DIAL
                "mailto" -> Intent.ACTION_SENDTO
                else -> return
            }
        tryTo(R.string.no_app) { startActivity(Intent(action, uri)) }
    }

    override fun openStore() =
        tryTo(R.string.no_app) { startActivity(Intent(Intent.ACTION_VIEW, Uri.parse("market://details?id=$packageName"))) }

    override fun openStorageSettings() = tryTo(R.string.no_app) { startActivity(Intent(Settings.ACTION_INTERNAL_STORAGE_SETTINGS)) }

    override fun askForNotifications() {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU && !app.preferences.askedForNotifications) {
            app.preferences.askedForNotifications = true
            requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), NOTIFICATIONS)
            return
        }
        val settings =
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
                Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, packageName)
            } else {
                Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", packageName, null))
            }
        tryTo(R.string.no_app) { startActivity(settings) }
    }

    override fun settingsChanged() {
        app.nameChannels()
        stack.forEach { it.model = models.model(it.route) }
        recreate()
    }

    /** Somebody goes elsewhere. */
    private fun leave() =
        with(stack.last().model) {
            stop()
            left()
        }

    private fun open() {
        draw()
        startShown()
    }

    private fun startShown() {
        stack.last().model.start()
        list?.entry?.model?.start()
    }

    private fun draw() {
        reader.takeIf { screen != null }?.stop()
        screen?.release()
        val left = listFor(stack.last())
        if (left == null || left.entry !== list?.entry) list?.screen?.release()
        if (left == null) asked = asked.copy(listSecure = false, listBright = false)
        list = left
        left?.let { it.screen.chosen = stack.getOrNull(stack.indexOf(it.entry) + 1)?.route }
        val next = screens.screen(this, stack.last().model)
        screen = next
        left?.screen?.let { beside ->
            beside.settled = { beside.leaveTo(next) }
            next.settled = beside.settled
        }
        within.waitFor(stack.size > 1 && !covered)
        // Nothing is drawn behind the lock, and no dialog is opened above it.
        if (covered) return
        show(withList(next))
        next.attach()
        left?.screen?.attach()
    }

    /** The nearest list below a screen, where both have room; the same one as before keeps its place. */
    private fun listFor(top: Entry): ListPane? {
        if (!isWide || top.route.takesAll) return null
        val entry = stack.lastOrNull { it !== top && it.route.isList } ?: return null
        return list?.takeIf { it.entry === entry } ?: ListPane(entry)
    }

    private fun withList(detail: Screen<*>): View {
        val view = list?.screen?.view ?: return detail.view
        (view.parent as? ViewGroup)?.removeView(view)
        return Panes(this, view, detail.view)
    }

    /** A list beside what was chosen from it: what is chosen next takes the place of that. */
    private inner class ListPane(
        val entry: Entry,
    ) : Host by this@MainActivity {
        val screen: Screen<*> = screens.screen(this, entry.model).apply { isBeside = true }

        private fun above() {
            screen?.release()
            // Nothing of it is asked where it goes on, or whether it has a way back of its own.
            this@MainActivity.screen = null
            while (stack.last() !== entry) stack.removeAt(stack.lastIndex).model.stop()
        }

        override fun go(route: Route) {
            above()
            this@MainActivity.go(route)
        }

        override fun back() {
            above()
            this@MainActivity.back()
        }

        override fun secure(secure: Boolean) {
            asked = asked.copy(listSecure = secure)
        }

        override fun bright(bright: Boolean) {
            asked = asked.copy(listBright = bright)
        }
    }

    private val shown get() = checkNotNull(screen).view

    private fun show(view: View) {
        setContentView(view)
        view.requestApplyInsets()
    }

    /** The question that is on screen is where it goes on. */
    private fun keepRoute() {
        screen?.let { stack.last().route = it.route }
    }

    private fun restored(saved: Bundle?): ArrayList<Entry>? {
        val entries =
            saved?.texts(ROUTES)?.mapIndexedNotNull { index, text ->
                Route.parse(text)?.let { route ->
                    Entry(route, models.model(route)).also { saved.texts(SAVED + index)?.let(it.model::restored) }
                }
            }
        return entries?.ifEmpty { null }?.let { ArrayList(it) }
    }

    /** A state may have been written by an app of another version, or by nobody we know: Kotlin's types say nothing about it. */
    private fun Bundle.texts(key: String): List<String>? = (getStringArrayList(key) as? List<*>)?.filterIsInstance<String>()

    private fun fresh(): ArrayList<Entry> {
        // What a run before left, and nobody took. A second activity leaves alone what a camera writes for the first one, also where the
        // process ended behind the camera: the first one is made again when the camera gives its picture.
        if (app.isFirstActivity) {
            pictures.sweep(CaptureProvider.OPEN_MILLIS)
            core.ask({ ShareProvider.sweep(app) }) {}
            if (intent?.action != ShareActivity.ARRIVED) shared.drop()
        }
        app.isFirstActivity = false
        val route = Links.route(intent?.data, getString(R.string.link_host))
        val routes = listOfNotNull(Route.Home, route.takeIf { it != Route.Home })
        return ArrayList(routes.map { Entry(it, models.model(it)) })
    }

    /** Somebody asked for it, and was away for a while, or was never here; whoever is asked already is not asked again. */
    private fun mustCover(): Boolean {
        if (covered || !app.preferences.lock || !app.isLockable) return false
        return app.awaySince.let { it == null || SystemClock.elapsedRealtime() - it > AWAY_MILLIS }
    }

    /** The app's own lock, where somebody asked for it: nothing is drawn before the phone knows who it is. */
    private fun cover() {
        covered = true
        showCover()
        confirm()
    }

    private fun showCover() {
        within.waitFor(false)
        asked = asked.copy(locked = true)
        // Nothing is drawn meanwhile, and no dialog stays above.
        screen?.release()
        list?.screen?.release()
        show(Cover(this) { confirm() }.view)
    }

    @Suppress("DEPRECATION")
    private fun confirm() {
        val ask = getSystemService(KeyguardManager::class.java).createConfirmDeviceCredentialIntent(null, null)
        // The phone has no lock any more: there is nobody to ask.
        if (ask == null) uncover() else startActivityForResult(ask, CONFIRM)
    }

    private fun uncover() {
        covered = false
        app.awaySince = SystemClock.elapsedRealtime()
        draw()
    }

    private fun tryTo(
        otherwise: Int,
        start: () -> Unit,
    ) {
        try {
            start()
        } catch (_: ActivityNotFoundException) {
            toast(otherwise)
        } catch (_: SecurityException) {
            toast(otherwise)
        }
    }

    private fun toast(words: Int) = toast(getString(words))

    private fun toast(words: String) =
        android.widget.Toast
            .makeText(this, words, android.widget.Toast.LENGTH_LONG)
            .show()

    private companion object {
        const val ROUTES = "routes"
        const val SAVED = "saved"
        const val COVERED = "covered"
        const val CAMERA = 1
        const val GALLERY = 2
        const val CONFIRM = 3
        const val NOTIFICATIONS = 4
        const val SAVE = 5
        const val AWAY_MILLIS = 30_000L
    }
}
