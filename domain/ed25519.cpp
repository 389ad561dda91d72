// SPDX-License-Identifier: EUPL-1.2
#include "domain/ed25519.hpp"

#include <openssl/evp.h>

#include <cassert>
#include <cstddef>
#include <memory>

namespace domain {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Key key_of(const Ed25519Seed& seed) {
    return Key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())};
}

}  // namespace

Ed25519PublicKey ed25519_public_key(const Ed25519Seed& seed) {
    Ed25519PublicKey public_key{};
    std::size_t length = public_key.size();
    [[maybe_unused]] const int ok =
        EVP_PKEY_get_raw_public_key(key_of(seed).get(), public_key.data(), &length);
    assert(ok == 1 && length == public_key.size());
    return public_key;
}

Ed25519Signature ed25519_sign(const Ed25519Seed& seed, std::string_view message) {
    const Key key = key_of(seed);
    const Context context{EVP_MD_CTX_new()};
    Ed25519Signature signature{};
    std::size_t length = signature.size();
    [[maybe_unused]] int ok =
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
    assert(ok == 1);
    ok =
        EVP_DigestSign(context.get(), signature.data(), &length, bytes_of(message), message.size());
    assert(ok == 1 && length == signature.size());
    return signature;
}

bool ed25519_verify(const Ed25519PublicKey& key, std::string_view message,
                    const Ed25519Signature& signature) {
    const Key public_key{
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size())};
    const Context context{EVP_MD_CTX_new()};
    if (!public_key ||
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) != 1)
        return false;
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes_of(message),
                            message.size()) == 1;
}

}  // namespace domain
