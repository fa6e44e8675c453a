// What an event brings along.

namespace System;

public class EventArgs
{
    public static readonly EventArgs Empty = new();
}
