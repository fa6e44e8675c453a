// Programs that are not in the boot archive: what they may have, and their places among the services.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.Storage;
using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>
/// They come after the services of the boot archive. When one has ended, its place goes to another and its ports are closed: so nothing of
/// the first reaches the second.
/// </summary>
internal sealed class LoadedPrograms
{
    private readonly KeptState _kept;
    private readonly List<Entry> _entries;
    private readonly Supervisor _supervisor;
    private readonly Func<Entry, ErrorCode> _makePorts;
    private int _first;

    internal LoadedPrograms(KeptState kept, List<Entry> entries, Supervisor supervisor, Func<Entry, ErrorCode> makePorts)
    {
        _kept = kept;
        _entries = entries;
        _supervisor = supervisor;
        _makePorts = makePorts;
    }

    /// <summary>
    /// After a failure of Init: finds the programs that were started before. By now the entries include all services of the archive.
    /// </summary>
    internal void Find()
    {
        _first = _entries.Count;
        for (int slot = 0; slot < KeptState.MostLoaded && _kept.LoadProgram(slot, _entries.Count) is Entry entry; slot++)
        {
            _entries.Add(entry);
        }
    }

    /// <summary>
    /// Starts <paramref name="program"/>, which may have at most what <paramref name="owner"/> has. AccessDenied: it asks for more; the log
    /// says for what. InvalidArgument: the manifest makes no sense, or the texts are too long. OutOfMemory; and as
    /// <see cref="Launcher.Start"/>.
    /// </summary>
    internal ErrorCode Start(string name, LoadedProgram program, Manifest owner, out uint number)
    {
        number = 0;
        _first = _first == 0 ? FirstLoaded() : _first;
        Manifest manifest = LoadedProgram.Read(Unused(name), program.Manifest);
        string? beyond = manifest.Complaint ?? Beyond(manifest, owner);
        int bytes = Encoding.UTF8.GetBytes(manifest.Name + program.Manifest + program.Arguments).Length;
        if (beyond is not null || name.Length == 0 || bytes > KeptState.MostText)
        {
            Console.WriteLine(beyond is null
                ? $"init: {name} is not started: name, manifest and arguments have more than {KeptState.MostText} bytes"
                : manifest.Complaint is not null
                ? $"init: {name} is not started: what is \"{beyond}\" in its manifest?"
                : $"init: {name} is not started: its manifest asks for {beyond}, which {owner.Name} does not have");
            return beyond is null || manifest.Complaint is not null ? ErrorCode.InvalidArgument : ErrorCode.AccessDenied;
        }

        int place = Place();
        if (place < 0)
        {
            Console.WriteLine($"init: {name} is not started: the most programs run already ({KeptState.MostLoaded} sent ones, "
                + $"{Supervision.MaximumServices} services in all); kill NAME ends one");
            return ErrorCode.OutOfMemory;
        }

        Entry entry = new(place, manifest) { Loaded = program };
        ErrorCode error = _makePorts(entry);
        if (place == _entries.Count)
        {
            _entries.Add(entry);
        }

        _entries[place] = entry;
        _kept.Save(entry);
        _kept.SaveTexts(place - _first, entry);
        number = (uint)place;
        error = error == ErrorCode.None ? _supervisor.Start(entry) : error;
        entry.IsGivenUp |= error != ErrorCode.None;
        _kept.Save(entry);
        return error;
    }

    private int FirstLoaded()
    {
        int first = 0;
        while (first < _entries.Count && _entries[first].Loaded is null)
        {
            first++;
        }

        return first;
    }

    // A place where nothing runs and no start is planned.
    private int Place()
    {
        for (int place = _first; place < _entries.Count; place++)
        {
            Entry entry = _entries[place];
            if (entry.IsOver)
            {
                entry.Loaded!.Close();

                // A process that still has a handle to it gets an error: the port has no receiver.
                _ = Kernel.HandleDestroy(entry.Port);
                entry.Port.Close();
                entry.InitPort.Close();
                return place;
            }
        }

        bool isRoom = _entries.Count < Supervision.MaximumServices && _entries.Count - _first < KeptState.MostLoaded;
        return isRoom ? _entries.Count : -1;
    }

    private string Unused(string name)
    {
        string unused = name;
        for (int number = 2; IsTaken(unused); number++)
        {
            unused = $"{name}.{number}";
        }

        return unused;
    }

    private bool IsTaken(string name)
    {
        foreach (Entry entry in _entries)
        {
            // If a service of the archive was ended by order, a program sent in its place may take its name.
            bool isFree = entry.IsOver || (entry.Loaded is null && entry.IsAbsent && entry.IsGivenUp);
            if (!isFree && entry.Manifest.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    // The first thing that it asks for but its owner does not have; null if there is none.
    private static string? Beyond(Manifest wanted, Manifest owner)
    {
        foreach (string service in wanted.Uses)
        {
            if (!owner.IsUserOf(service))
            {
                return "uses=" + service;
            }
        }

        return Missing("may", wanted.May, owner.May) ?? Missing("machine", wanted.Machine, owner.Machine)
            ?? Missing("drives", wanted.Drives, owner.Drives)
            ?? (wanted.Priority > owner.Priority ? $"priority={wanted.Priority}"
                : wanted.Sockets > owner.Sockets ? $"sockets={wanted.Sockets}" : wanted.Keep != 0 ? "keep=" : null);
    }

    private static string? Missing(string key, string[] wanted, string[] had)
    {
        foreach (string one in wanted)
        {
            if (!Manifest.Has(had, one))
            {
                return $"{key}={one}";
            }
        }

        return null;
    }
}
