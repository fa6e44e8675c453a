// A program of Go: goroutines, channels, maps, the collector, a null pointer that becomes a panic, files, locks of them.

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"
)

type node struct {
	Left, Right *node
	Value       int
}

func grow(depth int) *node {
	if depth == 0 {
		return &node{Value: 1}
	}
	return &node{grow(depth - 1), grow(depth - 1), depth}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.Value + n.Left.sum() + n.Right.sum()
}

func words() {
	counts := map[string]int{}
	for _, word := range strings.Fields(strings.Repeat("one two three two ", 100)) {
		counts[word]++
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	sort.Strings(names)
	text, _ := json.Marshal(counts)
	fmt.Println(names, string(text), regexp.MustCompile(`o(.)`).ReplaceAllString("one two", "<$1>"))
}

func routines() {
	numbers := make(chan int)
	var group sync.WaitGroup
	var lock sync.Mutex
	total := 0
	for i := 0; i < 8; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for number := range numbers {
				part := grow(8).sum() * number
				lock.Lock()
				total += part
				lock.Unlock()
			}
		}()
	}
	for i := 0; i < 400; i++ {
		numbers <- i
	}
	close(numbers)
	group.Wait()
	runtime.GC()
	fmt.Println("total", total)
	select {
	case <-time.After(5 * time.Millisecond):
		fmt.Println("later")
	case <-make(chan int):
	}
}

func recovers() {
	defer func() { fmt.Println("recovered:", recover()) }()
	var none *node
	fmt.Println(none.Value)
}

func files(folder string) {
	fmt.Println(os.MkdirAll(filepath.Join(folder, "a", "b"), 0755))
	name := filepath.Join(folder, "a", "b", "text")
	fmt.Println(os.WriteFile(name, []byte("line\nline\n"), 0644))
	file, _ := os.OpenFile(name, os.O_RDWR, 0)
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: 2, Len: 3}
	fmt.Println(syscall.FcntlFlock(file.Fd(), syscall.F_SETLK, &lock))
	file.Close()
	text, err := os.ReadFile(name)
	fmt.Printf("%q %v\n", text, err)
	_, err = os.Stat(filepath.Join(folder, "none"))
	fmt.Println(os.IsNotExist(err))
	filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		fmt.Println(strings.TrimPrefix(path, folder), info.IsDir(), err)
		return nil
	})
	fmt.Println(os.RemoveAll(folder))
}

func main() {
	words()
	routines()
	recovers()
	files(os.Args[1])
	fmt.Println(len(os.Args), os.Args[2:], os.Getenv("NONE") == "")
	os.Exit(9)
}
