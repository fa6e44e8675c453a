// A program of Rust: threads, channels, locks, collections, a panic that is caught, files.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{mpsc, Arc, Condvar, Mutex};
use std::{env, fs, panic, process, thread, time};

fn threads() {
    let (sender, receiver) = mpsc::channel();
    let total = Arc::new(AtomicU64::new(0));
    let workers: Vec<_> = (0..6u64)
        .map(|i| {
            let (sender, total) = (sender.clone(), Arc::clone(&total));
            thread::spawn(move || {
                for j in 0..1000 {
                    total.fetch_add(i * j, Ordering::Relaxed);
                }
                sender.send((i, format!("worker {}", i))).unwrap();
                i
            })
        })
        .collect();
    drop(sender);
    let names: BTreeMap<_, _> = receiver.into_iter().collect();
    let sum: u64 = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
    println!("{:?} {} {}", names, sum, total.load(Ordering::SeqCst));

    let pair = Arc::new((Mutex::new(0), Condvar::new()));
    let other = Arc::clone(&pair);
    let waker = thread::spawn(move || {
        for _ in 0..100 {
            *other.0.lock().unwrap() += 1;
            other.1.notify_all();
        }
    });
    let mut count = pair.0.lock().unwrap();
    while *count < 100 {
        count = pair.1.wait(count).unwrap();
    }
    drop(count);
    waker.join().unwrap();
    thread::sleep(time::Duration::from_millis(3));
    println!("counted");
}

fn collections() {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in "one two three two".split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort();
    println!("{:?} {:?}", sorted, "4.25e3".parse::<f64>().map(f64::sqrt));
}

fn panics() {
    panic::set_hook(Box::new(|what| println!("hook: {}", what)));
    let none: Vec<u32> = Vec::new();
    let result = panic::catch_unwind(|| none[env::args().count()]);
    println!("caught {}", result.is_err());
    println!("thread {}", thread::spawn(|| panic!("inside")).join().is_err());
}

fn files(folder: &str) -> std::io::Result<()> {
    fs::create_dir_all(format!("{}/a/b", folder))?;
    let name = format!("{}/a/text", folder);
    let mut file = fs::OpenOptions::new().read(true).write(true).create(true).open(&name)?;
    for i in 0..1000 {
        writeln!(file, "line {}", i)?;
    }
    file.seek(SeekFrom::Start(0))?;
    let bytes: usize = BufReader::new(&file).lines().map(|line| line.unwrap().len()).sum();
    println!("{} {} {:?}", bytes, fs::metadata(&name)?.len(), fs::read(format!("{}/none", folder)).map_err(|e| e.kind()));
    fs::rename(&name, format!("{}/a/b/moved", folder))?;
    let mut entries: Vec<_> = fs::read_dir(format!("{}/a", folder))?.map(|entry| entry.unwrap().file_name()).collect();
    entries.sort();
    println!("{:?}", entries);
    fs::remove_dir_all(folder)
}

fn main() {
    threads();
    collections();
    panics();
    println!("{:?}", files(&env::args().nth(1).unwrap()));
    println!("{:?}", env::args().skip(2).collect::<Vec<_>>());
    process::exit(9);
}
