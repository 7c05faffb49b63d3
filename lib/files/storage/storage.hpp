// Where uploaded files live for good: a store of keys and contents that no public path shows. Every kind of
// store is the same set of functions; the setting FILE_STORAGE chooses one.
#pragma once

#include "lib/base/time.hpp"
#include "lib/process/file.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What is known of a file before it is stored.
struct FileFacts {
    long long bytes = 0;
    std::string sha256; // in hexadecimal
};

// Reads the whole file once, a piece at a time. Throws std::system_error.
FileFacts facts_of(int descriptor);

struct StoredFile {
    std::string key;
    Time modified{};
};

// How a client gets a file: a status and headers, of which the web server or the client makes the bytes.
struct Delivery {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
};

// All of these throw std::runtime_error, saying what is wrong with the storage.
struct Storage {
    // Keeps the file under that key; it survives a crash once this returns. The descriptor's place does not
    // matter. A key that is taken gets the new content; nobody ever reads half of one.
    std::function<void(const std::string& key, int descriptor, const FileFacts&)> put;
    std::function<bool()> works; // whether it looks able to take files; never throws
    std::function<bool(const std::string& key)> has;
    std::function<Descriptor(const std::string& key)> open; // for reading
    std::function<void(const std::string& key)> remove;     // a key that is not there is fine
    std::function<Delivery(
        const std::string& key, const std::string& content_type, const std::string& disposition)>
        deliver;
    // Visits every file that was last written before that time, also those left by a crash halfway.
    std::function<void(Time before, const std::function<void(const StoredFile&)>& visit)> list;
};

// Keys are our own; this keeps a mistake elsewhere from reaching files that are none of ours.
bool is_key(std::string_view);
void check_key(std::string_view); // throws std::runtime_error

// A key that nobody can guess and nothing else has: kind/ab/abcdef….
std::string new_file_key(std::string_view kind);

// What an object store asks for, and a directory for files that are on their way from it.
struct StorageAccess {
    std::string key = "", secret = "", spool = "/tmp";
};

// Takes a file out of the storage again unless what it is for has come about.
class Unclaimed {
public:
    Unclaimed(const Storage& storage, std::string key) : storage(storage), key(std::move(key)) {}
    Unclaimed(const Unclaimed&) = delete;
    Unclaimed& operator=(const Unclaimed&) = delete;
    ~Unclaimed(); // logs a failure: such a file is swept later
    const std::string& name() const { return key; }
    void claim() { key.clear(); }

private:
    const Storage& storage;
    std::string key;
};
