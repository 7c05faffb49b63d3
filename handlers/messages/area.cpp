// Messages: what people are told of what happens, and how.
#include "lib/web/area.hpp"

#include "follow.hpp"
#include "lib/store/messages/notifications.hpp"
#include "lib/store/messages/preferences.hpp"

namespace notifications {
extern const Module endpoints;
}

namespace messages {

extern const std::span<const Sentence> sentences;

extern const Area area{
    .name = "messages",
    .tags = {{"notifications", "What one was told of what happened, and what one wants to be told."}},
    .endpoints = {notifications::endpoints},
    .sentences = sentences,
    .sweeps = {{"removed", "notifications",
        [](Sql& sql, const Site&) { return store::sweep_notifications(sql); }}},
    .events = {preferences_updated},
    .tasks = {follow_event},
};

} // namespace messages
