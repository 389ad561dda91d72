// SPDX-License-Identifier: EUPL-1.2
#include "domain/sha256.hpp"

#include <openssl/evp.h>

#include <cassert>

namespace domain {
namespace {

// Looked up once: OpenSSL 3 looks through its providers each time that EVP_sha256() is used.
const EVP_MD* algorithm() {
    static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return found;
}

}  // namespace

struct Sha256Stream::Context {
    EVP_MD_CTX* evp = EVP_MD_CTX_new();
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
    [[maybe_unused]] const int ok = EVP_DigestInit_ex(context_->evp, algorithm(), nullptr);
    assert(ok == 1);
}

Sha256Stream::~Sha256Stream() {
    EVP_MD_CTX_free(context_->evp);
}

void Sha256Stream::add(std::string_view bytes) {
    [[maybe_unused]] const int ok = EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size());
    assert(ok == 1);
}

Sha256 Sha256Stream::finish() {
    Sha256 digest{};
    unsigned length = 0;
    [[maybe_unused]] const int ok = EVP_DigestFinal_ex(context_->evp, digest.data(), &length);
    assert(ok == 1 && length == digest.size());
    return digest;
}

Sha256 sha256(std::string_view bytes) {
    Sha256Stream stream;
    stream.add(bytes);
    return stream.finish();
}

std::string hex(const Sha256& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

}  // namespace domain
