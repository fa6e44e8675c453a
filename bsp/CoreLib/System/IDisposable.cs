// What a using statement disposes of.

namespace System;

public interface IDisposable
{
    void Dispose();
}
