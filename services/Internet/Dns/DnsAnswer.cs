// An answer of a name server. [RFC 1035 4.1, RFC 2308]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace RustKernel.Services.Internet.Dns;

/// <summary>What a message contains about one name.</summary>
internal sealed class DnsAnswer
{
    private const ushort TypeA = 1;
    private const ushort TypeCname = 5;
    private const ushort ClassInternet = 1;
    private const int Header = 12;
    private const int MostBytes = 1232;
    private const int MostRecords = 64;
    private const int MostAliases = 8;
    private const int MostAddresses = 16;

    /// <summary>The response code: 0 is success, 3 no such name.</summary>
    public int Code { get; private set; }

    /// <summary>The message was truncated.</summary>
    public bool IsCut { get; private set; }

    public List<InternetAddress> Addresses { get; } = [];

    /// <summary>The canonical name, as far as this message says.</summary>
    public string Name { get; private set; } = "";

    /// <summary>For how many seconds all of it is valid.</summary>
    public uint Seconds { get; private set; } = 86400;

    /// <summary>
    /// Reads the answer to a question for <paramref name="name"/> with <paramref name="id"/>; null: it is no such answer. A message with
    /// more bytes than the question permits is none; records after the first 64 are not read.
    /// </summary>
    public static DnsAnswer? Read(ReadOnlySpan<byte> message, ushort id, string name)
    {
        if (message.Length is < Header or > MostBytes || BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0xF8) != 0x80
            || BinaryPrimitives.ReadUInt16BigEndian(message.Slice(4)) != 1)
        {
            return null;
        }

        int at = Header;
        string? asked = DnsName.Read(message, ref at);
        if (asked != name || at + 4 > message.Length || BinaryPrimitives.ReadUInt32BigEndian(message.Slice(at)) != 0x0001_0001)
        {
            return null;
        }

        DnsAnswer answer = new() { Code = message[3] & 15, IsCut = (message[2] & 2) != 0, Name = name };
        int count = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(6));
        count = count < MostRecords ? count : MostRecords;
        return answer.ReadRecords(message, at + 4, count) || answer.IsCut ? answer : null;
    }

    // An alias may come before or after its target: this searches the records once for each alias.
    private bool ReadRecords(ReadOnlySpan<byte> message, int first, int count)
    {
        for (int alias = 0; alias <= MostAliases; alias++)
        {
            string before = Name;
            int at = first;
            for (int i = 0; i < count; i++)
            {
                if (!ReadRecord(message, ref at))
                {
                    return false;
                }
            }

            if (Name == before)
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadRecord(ReadOnlySpan<byte> message, ref int at)
    {
        string? owner = DnsName.Read(message, ref at);
        if (owner is null || at + 10 > message.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> fields = message.Slice(at);
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(fields);
        bool isInternet = BinaryPrimitives.ReadUInt16BigEndian(fields.Slice(2)) == ClassInternet;
        uint seconds = BinaryPrimitives.ReadUInt32BigEndian(fields.Slice(4));
        int length = BinaryPrimitives.ReadUInt16BigEndian(fields.Slice(8));
        int data = at + 10;
        at = data + length;
        if (at > message.Length)
        {
            return false;
        }

        if (owner != Name || !isInternet)
        {
            return true;
        }

        Seconds = seconds < Seconds ? seconds : Seconds;
        if (type == TypeA && length == 4)
        {
            InternetAddress address = InternetAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(message.Slice(data)));
            if (Addresses.Count < MostAddresses && !Addresses.Contains(address))
            {
                Addresses.Add(address);
            }

            return true;
        }

        if (type == TypeCname && Addresses.Count == 0 && DnsName.Read(message, ref data) is { } target)
        {
            Name = target;
        }

        return true;
    }
}
