// The data of an event.

namespace System;

public class EventArgs
{
    public static readonly EventArgs Empty = new();
}
