package org.payung.app.screen

import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.Flow
import org.payung.app.look.Icons
import org.payung.app.look.NoticeKind
import org.payung.app.look.body
import org.payung.app.look.chip
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.small
import org.payung.app.look.title
import org.payung.core.PlaceState
import org.payung.core.PlaceView
import org.payung.core.PlacesView
import org.payung.core.RegionView

/** Offices and counters near a district. */
data class PlacesState(
    val view: PlacesView? = null,
    /** Another district is looked for. */
    val choosing: Boolean = false,
    /** What was typed to find a district. */
    val typed: String = "",
    /** The districts of that name; none while nothing was typed. */
    val found: List<RegionView>? = null,
    /** The place that is looked at. */
    val looked: String? = null,
    val trouble: Trouble? = null,
) {
    /** Without a district there is nothing else to do. */
    val asksDistrict get() = view != null && (choosing || view.district.isEmpty())

    val place: PlaceView? get() = view?.places?.find { it.id == looked }
}

/** Where somebody can go. Which places are near, open and worth a call is the core's; the phone's location is not used. */
class PlacesModel(
    core: Calls,
) : Model<PlacesState>(core, PlacesState()) {
    private var district = ""
    private var does = ""

    override fun start() = load {}

    /** A district by its name. */
    fun search(text: String) {
        set(state.copy(typed = text))
        if (text.isBlank()) return set(state.copy(found = null))
        core.ask({ lookup.regions(text, MOST_FOUND) }) { result ->
            if (state.typed == text) result.onSuccess { set(state.copy(found = it)) }.onFailure { fail(it) }
        }
    }

    fun choose(region: RegionView) {
        district = region.code
        does = ""
        set(state.copy(choosing = false, typed = "", found = null))
        load {}
    }

    /** Only what is done there; everything with the empty id. */
    fun only(service: String) {
        does = service
        load {}
    }

    fun chooseAnother(choosing: Boolean) = set(state.copy(choosing = choosing, typed = "", found = null))

    fun look(place: String?) = set(state.copy(looked = place))

    fun tryAgain() = load { payung.unlock() }

    // A district, and the letters of one, say no more of somebody than where they look.
    override fun save() = arrayListOf(district, does, state.looked.orEmpty(), state.choosing.toString(), state.typed)

    override fun restore(saved: ArrayList<String>) {
        district = saved.getOrNull(0).orEmpty()
        does = saved.getOrNull(1).orEmpty()
        set(state.copy(looked = saved.getOrNull(2)?.ifEmpty { null }, choosing = saved.getOrNull(3).toBoolean()))
        search(saved.getOrNull(4).orEmpty())
    }

    private fun load(first: Session.() -> Any?) {
        val (where, what) = district to does
        core.ask({
            first()
            lookup.places(where, what, MOST_SHOWN)
        }) { result ->
            result.onSuccess { set(state.copy(view = it, trouble = null)) }.onFailure { fail(it) }
        }
    }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error)))

    private companion object {
        const val MOST_FOUND = 12u
        const val MOST_SHOWN = 20u
    }
}

/** Draws [PlacesModel]: the list, one place of it, or the search for a district. */
class PlacesScreen(
    host: Host,
    private val places: PlacesModel,
) : Screen<PlacesState>(host, places) {
    private val fields = Fields(context)
    private var field: EditText? = null
    private lateinit var found: Column

    override val route = Route.Places

    override fun spoken(state: PlacesState): List<String> {
        val view = state.view ?: return emptyList()
        val place = state.place
        if (place != null) {
            val told = listOf(place.name) + head(place) + body(place) + place.hours
            return (told + place.checked).flatMap(::sentences)
        }
        val near = if (state.asksDistrict) listOf(word(R.string.places_search)) else listOf(view.near)
        val listed = if (state.asksDistrict) emptyList() else view.places.flatMap { listOf(it.name) + second(it) } + view.more + view.empty
        return (listOf(view.title) + near + view.notices + listed + personSaid(view)).flatMap(::sentences)
    }

    private fun personSaid(view: PlacesView) = listOf(view.person.title, view.person.text)

    override fun back(): Boolean {
        val state = places.state
        when {
            state.looked != null -> places.look(null)
            state.choosing -> places.chooseAnother(false)
            else -> return false
        }
        return true
    }

    override fun redraw() {
        // A field in which somebody types is never drawn again.
        val typing = field?.run { isAttachedToWindow && hasFocus() } == true && model.state.asksDistrict && model.state.trouble == null
        if (typing) drawFound(model.state) else super.redraw()
    }

    override fun draw(state: PlacesState) {
        field = null
        bar()
        val view = state.view
        val body = scaffold.body
        val place = state.place
        body.put(context.title(place?.name ?: view?.title ?: word(R.string.places)))
        drawTrouble(state.trouble) { places.tryAgain() }
        when {
            view == null -> waiting(state.trouble)
            place != null -> drawPlace(place)
            state.asksDistrict -> drawSearch(state, view)
            else -> drawList(view)
        }
    }

    private fun drawSearch(
        state: PlacesState,
        view: PlacesView,
    ) {
        val body = scaffold.body
        // Said where nothing else of the list is, and not beside a district that was chosen before.
        body.put(context.help(if (view.district.isEmpty()) view.near else word(R.string.places_search)))
        field = body.put(fields.edit(Fields.WORDS, state.typed, false, word(R.string.places_search), places::search) {}, R.dimen.space_l)
        field?.hint = word(R.string.search)
        found = body.put(Column(context))
        drawFound(state)
        drawPerson(view)
    }

    private fun drawFound(state: PlacesState) {
        found.removeAllViews()
        val regions = state.found ?: return
        if (regions.isEmpty()) {
            found.put(context.help(word(R.string.places_none)))
            return
        }
        val card = found.put(Card(context))
        for (region in regions) card.row(region.path, icon = R.drawable.icon_place) { places.choose(region) }
    }

    private fun drawList(view: PlacesView) {
        val body = scaffold.body
        body.put(context.help(view.near))
        if (view.services.isNotEmpty()) {
            val flow = body.put(Flow(context))
            for (service in view.services) flow.addView(context.chip(service.label, service.chosen) { places.only(service.id) })
        }
        for (notice in view.notices) body.put(context.notice(NoticeKind.LOOK_AGAIN, notice))
        if (view.empty.isNotEmpty()) body.put(context.body(view.empty), R.dimen.space_l)
        if (view.places.isNotEmpty()) {
            val card = body.put(Card(context), R.dimen.space_l)
            for (place in view.places) {
                val icon = Icons.byName[icon(place.pictogram)] ?: R.drawable.icon_place
                card.row(place.name, second = second(place).joinToString("\n"), icon = icon) { places.look(place.id) }
            }
        }
        if (view.more.isNotEmpty()) body.put(context.help(view.more))
        if (view.about.isNotEmpty()) body.put(context.small(view.about))
        drawPerson(view)
        if (scaffold.foot.childCount == 0) {
            scaffold.foot.put(context.secondaryButton(word(R.string.places_other)) { places.chooseAnother(true) })
        }
    }

    /** What tells places apart, before one is opened. */
    private fun second(place: PlaceView) = shown(place.kind, place.reach, place.stateWords)

    private fun drawPerson(view: PlacesView) {
        val person = view.person
        scaffold.body.put(context.heading(person.title), R.dimen.space_l)
        scaffold.body.put(context.help(person.text), R.dimen.space_xs)
        if (person.link.isEmpty()) return
        val icon = if (person.link.startsWith("tel:")) R.drawable.icon_call else R.drawable.icon_email
        scaffold.body.put(Card(context), R.dimen.space_s).row(person.contact, icon = icon) { host.visit(person.link) }
    }

    private fun drawPlace(place: PlaceView) {
        val body = scaffold.body
        head(place).forEach { body.put(context.help(it), R.dimen.space_xs) }
        // That it is closed now is nothing to look at again.
        if (place.stateWords.isNotEmpty()) {
            val isOpen = place.state == PlaceState.OPEN
            body.put(if (isOpen) context.notice(NoticeKind.CERTAIN, place.stateWords) else context.heading(place.stateWords))
        }
        place.warnings.forEach { body.put(context.notice(NoticeKind.LOOK_AGAIN, it)) }
        val card = body.put(Card(context), R.dimen.space_l)
        val where = shown(place.address, place.landmark, place.region)
        card.row(where.first(), second = where.drop(1).joinToString("\n"), icon = R.drawable.icon_place)
        val hours = shown(place.today, place.tomorrow) + place.hours
        if (hours.isNotEmpty()) card.row(hours.first(), second = hours.drop(1).joinToString("\n"), icon = R.drawable.icon_reminder)
        if (place.queue.isNotEmpty()) card.row(place.queue, icon = R.drawable.icon_people)
        if (place.phone.isNotEmpty()) card.row(place.phone, icon = R.drawable.icon_call)
        if (place.does.isNotEmpty()) {
            body.put(context.heading(word(R.string.places_does)), R.dimen.space_l)
            val list = body.put(Card(context), R.dimen.space_s)
            place.does.forEach { list.row(it, icon = R.drawable.icon_check) }
        }
        if (place.checked.isNotEmpty()) body.put(context.small(place.checked))
        if (scaffold.foot.childCount > 0) return
        scaffold.foot.put(context.primaryButton(word(R.string.places_map)) { host.visit(place.mapLink) })
        if (place.phoneLink.isNotEmpty()) {
            scaffold.foot.put(context.secondaryButton(word(R.string.places_call)) { host.visit(place.phoneLink) }, R.dimen.space_s)
        }
    }

    private fun head(place: PlaceView) = shown(place.kind, place.partner, place.reach)

    /** In the order in which they are drawn. */
    private fun body(place: PlaceView) =
        shown(place.stateWords) + place.warnings +
            shown(place.address, place.landmark, place.region, place.today, place.tomorrow, place.queue, place.phone) + place.does

    private fun shown(vararg texts: String) = texts.filter { it.isNotEmpty() }
}
