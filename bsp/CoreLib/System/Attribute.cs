// The base of every attribute class.

namespace System;

public abstract class Attribute
{
}
