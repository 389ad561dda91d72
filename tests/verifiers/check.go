// SPDX-License-Identifier: EUPL-1.2

// Checks a published log with Go's golang.org/x/mod/sumdb, which is not ours: signature, tiles,
// proofs, and that each is refused with a byte flipped.
//
// usage: check URL VKEY OLD-CHECKPOINT [SOURCE ID]…
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
	return value
}

func get(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", address, answer.Status, body)
	}
	return body, err
}

// The tree of a checkpoint that the key signed.
func open(text []byte, key note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(key))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != key.Name() {
		return tlog.Tree{}, fmt.Errorf("not three lines of %s", key.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// Tiles over HTTP. One of them can be spoilt.
type tiles struct {
	url     string
	fetched map[string][]byte
	spoilt  string
	at      int
}

// C2SP leaves out the height: tile/8/0/x001/234 is tile/0/x001/234 there.
func path(tile tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
}

func (t *tiles) Height() int                                { return tileHeight }
func (t *tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		name := path(tile)
		if _, known := t.fetched[name]; !known {
			body, err := get(t.url + "/log/" + name)
			if err != nil {
				return nil, err
			}
			t.fetched[name] = body
		}
		data := t.fetched[name]
		if name == t.spoilt {
			data = flip(data, t.at)
		}
		all = append(all, data)
	}
	return all, nil
}

func flip(data []byte, at int) []byte {
	spoilt := append([]byte(nil), data...)
	spoilt[at] ^= 1
	return spoilt
}

// Go reads base64 whose unused last bits are set: such a signature is the same in another spelling.
func respelt(text []byte) []byte {
	at := bytes.LastIndexByte(text, ' ') + 1
	signature, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(string(text[at:]), "\n"))
	if err != nil {
		return text
	}
	return append(append([]byte(nil), text[:at]...), base64.StdEncoding.EncodeToString(signature)+"\n"...)
}

// Every hash of level 0, from the tiles. What x/mod 0.7.0 checks of them is not all: it leaves tiles
// out where several subtrees of the root are in one. So the tree is made again from the leaves, and
// each tile from that.
func leaves(tree tlog.Tree, source *tiles) ([]tlog.Hash, error) {
	var indexes []int64
	for i := int64(0); i < tree.N; i++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, i))
	}
	hashes, err := tlog.TileHashReader(tree, source).ReadHashes(indexes)
	if err != nil {
		return nil, err
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(wanted []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range wanted {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for i, hash := range hashes {
		more, err := tlog.StoredHashesForRecordHash(int64(i), hash, reader)
		if err != nil {
			return nil, err
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil {
		return nil, err
	}
	if root != tree.Hash {
		return nil, fmt.Errorf("the leaves do not make the root")
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, tree.N) {
		wanted, err := tlog.ReadTileData(tile, reader)
		if err != nil {
			return nil, err
		}
		found, err := source.ReadTiles([]tlog.Tile{tile})
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(wanted, found[0]) {
			return nil, fmt.Errorf("%s is not of this tree", path(tile))
		}
	}
	return hashes, nil
}

// The index of a tlog-proof whose entry `leaves` has.
func checkProof(text []byte, key note.Verifier, leaves []tlog.Hash) (int64, error) {
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return 0, fmt.Errorf("not a tlog-proof")
	}
	number := strings.TrimPrefix(lines[1], "index ")
	index, err := strconv.ParseInt(number, 10, 64)
	if number == lines[1] || err != nil || index < 0 || index >= int64(len(leaves)) {
		return 0, fmt.Errorf("bad index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil || base64.StdEncoding.EncodeToString(hash[:]) != line {
			return 0, fmt.Errorf("bad hash")
		}
		proof = append(proof, hash)
	}
	tree, err := open([]byte(checkpoint), key)
	if err != nil {
		return 0, err
	}
	return index, tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[index])
}

// The leaf hash of each entry in the bundles.
func entryHashes(address string, size int64) ([]tlog.Hash, error) {
	var hashes []tlog.Hash
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: tileHeight, L: 0, N: n, W: int(width)}
		name := "tile/entries/" + strings.TrimPrefix(tile.Path(), "tile/8/0/")
		bundle, err := get(address + "/log/" + name)
		if err != nil {
			return nil, err
		}
		for len(bundle) >= 2 {
			end := 2 + int(bundle[0])<<8 + int(bundle[1])
			if end > len(bundle) {
				return nil, fmt.Errorf("%s: cut", name)
			}
			hashes = append(hashes, tlog.RecordHash(bundle[2:end]))
			bundle = bundle[end:]
		}
	}
	return hashes, nil
}

func require(holds bool, format string, values ...any) {
	if !holds {
		must(0, fmt.Errorf(format, values...))
	}
}

func main() {
	address, key := os.Args[1], must(note.NewVerifier(os.Args[2]))
	old := must(open(must(os.ReadFile(os.Args[3])), key))
	checkpoint := must(get(address + "/log/checkpoint"))
	tree := must(open(checkpoint, key))
	require(tree.N > old.N, "the log did not grow from %d", old.N)

	source := &tiles{url: address, fetched: map[string][]byte{}}
	hashes := must(leaves(tree, source))
	entries := must(entryHashes(address, tree.N))
	require(len(entries) == len(hashes), "%d entries, %d leaves", len(entries), len(hashes))
	for i := range hashes {
		require(entries[i] == hashes[i], "entry %d is not that of its leaf", i)
	}
	reader := tlog.TileHashReader(tree, source)
	for i := int64(0); i < tree.N; i += 97 {
		proof := must(tlog.ProveRecord(tree.N, i, reader))
		must(0, tlog.CheckRecord(proof, tree.N, tree.Hash, i, hashes[i]))
	}
	must(0, tlog.CheckTree(must(tlog.ProveTree(tree.N, old.N, reader)), tree.N, tree.Hash, old.N, old.Hash))

	refused := 0
	for at := range checkpoint {
		spoilt := flip(checkpoint, at)
		if bytes.Equal(respelt(spoilt), checkpoint) {
			continue
		}
		_, err := open(spoilt, key)
		require(err != nil, "a checkpoint with byte %d flipped is accepted", at)
		refused++
	}
	for name, data := range source.fetched {
		for at := 0; at < len(data); at += 509 {
			spoilt := &tiles{url: address, fetched: source.fetched, spoilt: name, at: at}
			_, err := leaves(tree, spoilt)
			require(err != nil, "%s with byte %d flipped is accepted", name, at)
			refused++
		}
	}
	for i := 4; i+1 < len(os.Args); i += 2 {
		query := url.Values{"source": {os.Args[i]}, "id": {os.Args[i+1]}}
		proof := must(get(address + "/v1/event/proof?" + query.Encode()))
		must(checkProof(proof, key, hashes))
		for at := range proof {
			spoilt := flip(proof, at)
			if bytes.Equal(respelt(spoilt), proof) {
				continue
			}
			_, err := checkProof(spoilt, key, hashes)
			require(err != nil, "a proof with byte %d flipped is accepted", at)
			refused++
		}
	}
	fmt.Printf("go: %d records, %d tiles, consistent with %d; %d flipped bytes refused\n",
		tree.N, len(source.fetched), old.N, refused)
}
