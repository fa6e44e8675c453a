// One board on the network.

using System;
using System.Collections.Generic;
using System.Net;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>What is known of a board; grows as it boots.</summary>
public sealed class Board
{
    private const int MaximumRequests = 500;
    private readonly List<TftpRequestRecord> _requests = [];

    internal Board(string key) => Key = key;

    /// <summary>Its Ethernet address, or its IP address while that is all that is known.</summary>
    public string Key { get; }

    /// <summary>Its IP address.</summary>
    public IPAddress? Address { get; internal set; }

    /// <summary>A Pi's serial number; empty while unknown.</summary>
    public string Serial { get; internal set; } = "";

    /// <summary>The kind of board that it reports.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>How far it has come.</summary>
    public BoardStage Stage { get; internal set; }

    /// <summary>Offers made to it since it last took one.</summary>
    public int Offers { get; internal set; }

    /// <summary>Bytes delivered to it.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The time of its last message, by the session's clock.</summary>
    public TimeSpan LastSeen { get; internal set; }

    /// <summary>Its finished requests, the latest 500.</summary>
    public IReadOnlyList<TftpRequestRecord> Requests => _requests;

    internal void Add(TftpRequestRecord request)
    {
        if (_requests.Count == MaximumRequests)
        {
            _requests.RemoveAt(0);
        }

        _requests.Add(request);
    }

    internal void StartOver() => _requests.Clear();
}
