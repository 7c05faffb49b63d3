// What the values of an enumeration are called for people, beside the names that programs compare.
#pragma once

#include "lib/base/fields.hpp"

#include <array>

// In the order of names_of<E>:
//     template <> inline constexpr std::array labels_of<Color>{"Red"sv, "Green"sv};
template <class E> inline constexpr std::array<std::string_view, 0> labels_of{};

template <Named E> constexpr std::string_view label_of(E value)
{
    static_assert(labels_of<E>.size() == names_of<E>.size(), "a label for each value");
    return labels_of<E>[static_cast<std::size_t>(value)];
}

namespace labels {

template <class S, class M> M member_type(const Field<S, M>&);
template <class T, std::size_t index> using Member = decltype(member_type(std::get<index>(T::fields)));

// Which of T's fields are enumerations.
template <Described T> consteval auto labelled()
{
    constexpr auto all = []<std::size_t... i>(std::index_sequence<i...>)
    {
        return std::array<bool, sizeof...(i)>{Named<Member<T, i>>...};
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(T::fields)>>{});
    constexpr auto count = [](const auto& flags) {
        std::size_t n = 0;
        for (bool flag : flags) n += flag;
        return n;
    }(all);
    std::array<std::size_t, count> out{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i]) out[at++] = i;
    return out;
}

inline constexpr std::string_view suffix = "_display";
template <class T, std::size_t index> inline constexpr auto name_text = [] {
    constexpr auto name = std::get<index>(T::fields).name;
    std::array<char, name.size() + suffix.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = i < name.size() ? name[i] : suffix[i - name.size()];
    return out;
}();

// One field of LabelsOf<T>.
template <class T, std::size_t index, std::size_t place> struct LabelField {
    std::string_view name;
    Rules rules;
};
template <class T, std::size_t index, std::size_t place, class Visit>
constexpr void visit_field(const LabelField<T, index, place>& field, Visit& visit)
{
    visit(
        field, [](auto& object) -> auto& { return object.texts[place]; });
}

} // namespace labels

// Beside each enumerated field x of a T its label, as x_display.
template <Described T> struct LabelsOf {
    static constexpr auto places = labels::labelled<T>();
    std::array<std::string, places.size()> texts;

    LabelsOf() = default;
    explicit LabelsOf(const T& of)
    {
        each([&](auto place, const auto& field) { texts[place] = label_of(of.*field.member); });
    }

private:
    template <class Visit> static void each(Visit visit)
    {
        [&]<std::size_t... i>(std::index_sequence<i...>)
        {
            (visit(std::integral_constant<std::size_t, i>{}, std::get<places[i]>(T::fields)), ...);
        }
        (std::make_index_sequence<places.size()>{});
    }
    template <std::size_t place> static constexpr auto label_field()
    {
        constexpr auto index = places[place];
        using E = labels::Member<T, index>;
        const auto& name = labels::name_text<T, index>;
        return labels::LabelField<T, index, place>{
            {name.data(), name.size()}, {.about = "The same as people call it.", .example = labels_of<E>[0]}};
    }
    static constexpr auto label_fields()
    {
        return []<std::size_t... i>(std::index_sequence<i...>)
        {
            return std::tuple{label_field<i>()...};
        }
        (std::make_index_sequence<places.size()>{});
    }

public:
    static constexpr auto fields = label_fields();
};
