// Our own address on the link: probed before it is used, announced, defended. [RFC 5227]

namespace RustKernel.Services.Internet;

/// <summary>State of the claim of an address.</summary>
internal enum ClaimState
{
    None,
    Probing,
    Announcing,
    Held,
}

/// <summary>Probes an address (three ARP requests without a sender), then announces it twice, then defends it.</summary>
internal sealed class AddressClaim(InternetStack stack) : TimedItem
{
    private const long Second = 1_000_000;
    private const int ProbeCount = 3;
    private const int AnnounceCount = 2;
    private const long AnnounceWait = 2 * Second;
    private const long DefendTime = 10 * Second;

    private int _sent;
    private long _conflictAt = -DefendTime;
    private uint _address;

    /// <summary>The state.</summary>
    public ClaimState State { get; private set; }

    /// <summary>The address that is claimed.</summary>
    public uint Address => _address;

    /// <summary>Begins to probe; <see cref="InternetStack.OnClaim"/> gets the result.</summary>
    public void Probe(uint address, long now)
    {
        _address = address;
        _sent = 0;
        State = ClaimState.Probing;
        stack.Deadlines.Set(this, now + stack.Random.Next(Second));
    }

    /// <summary>Holds an address without probing (a renewed lease, or an address given by hand) and announces it.</summary>
    public void Announce(uint address, long now)
    {
        _address = address;
        _sent = 0;
        State = ClaimState.Announcing;
        OnDeadline(now);
    }

    /// <summary>Gives up the address.</summary>
    public void Release()
    {
        State = ClaimState.None;
        stack.Deadlines.Set(this, long.MaxValue);
    }

    /// <summary>
    /// Checks an ARP packet from another host. True: it claims our address for that host, and must not be used for anything else.
    /// </summary>
    public bool Hears(bool isRequest, LinkAddress sender, uint senderAddress, uint target, long now)
    {
        if (State == ClaimState.None)
        {
            return false;
        }

        bool isClaimed = senderAddress == _address;
        if (State == ClaimState.Probing)
        {
            // Another host has it, or probes for it at the same time.
            if (isClaimed || (isRequest && senderAddress == 0 && target == _address && sender != stack.Options.LinkAddress))
            {
                Release();
                stack.OnClaim(false, now);
                return true;
            }

            return false;
        }

        if (isClaimed)
        {
            Defend(now);
        }

        return isClaimed;
    }

    /// <inheritdoc/>
    public override void OnDeadline(long now)
    {
        if (State == ClaimState.Probing)
        {
            if (_sent < ProbeCount)
            {
                _sent++;
                stack.Neighbors.Broadcast(0, _address);
                stack.Deadlines.Set(this, now + (_sent < ProbeCount ? Second + stack.Random.Next(Second) : AnnounceWait));
                return;
            }

            _sent = 0;
            State = ClaimState.Announcing;
            stack.OnClaim(true, now);
        }

        if (State == ClaimState.Announcing)
        {
            _sent++;
            stack.Neighbors.Broadcast(_address, _address);
            State = _sent < AnnounceCount ? ClaimState.Announcing : ClaimState.Held;
            stack.Deadlines.Set(this, State == ClaimState.Held ? long.MaxValue : now + AnnounceWait);
        }
    }

    // The address is defended once in ten seconds. A second conflict within them ends the claim of a lease that no connection uses (RFC
    // 5227 2.4 (b)). An address given by hand, or used by connections, is kept: two forged packets must not end them. [2.4 (c)]
    private void Defend(long now)
    {
        stack.Counts.AddressConflicts++;
        if (now - _conflictAt >= DefendTime)
        {
            _conflictAt = now;
            stack.Neighbors.Broadcast(_address, _address);
            return;
        }

        if (stack.MayGiveUpAddress)
        {
            Release();
            stack.OnClaim(false, now);
        }
    }
}
